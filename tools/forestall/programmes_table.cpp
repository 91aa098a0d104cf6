#include "tools/forestall/programmes_table.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "sim/model/compile.hpp"
#include "tools/forestall/columns.hpp"
#include "tools/forestall/split_screen_table.hpp"

namespace forestall {

namespace {

std::string month_text(const StudyFiles& files, int month) {
    const Date date = calendar_of(files.study).month_date(month);
    return fmt::format("{}-{:02}", date.year, date.month);
}

/// Sum over the run of one of a programme's own measures, of the whole place, mean over replicates.
double own_sum(const Results& results, const std::string& measure, std::size_t arm) {
    const Variable* variable = variable_of(results.monthly, measure);
    const auto& values = std::get<std::vector<std::int64_t>>(variable->values);
    const std::size_t wide = values.size() / axis_of(results, "arm")->size();
    double sum = 0;
    for (std::size_t i = arm * wide; i < (arm + 1) * wide; ++i) sum += static_cast<double>(values[i]);
    return sum / sample_of(results) / static_cast<double>(axis_of(results, "replicate")->size());
}

std::string uses_table(const StudyFiles& files, const Model& model, const StudyOutcome& outcome) {
    std::vector<Line> lines{{"Arm", "Programme", "from", "offers until", "offers", "refused", "started",
                             "left early", "completed", "lives changed"}};
    const double sample = sample_of(outcome.results);
    for (std::size_t a = 0; a < files.study.arms.size(); ++a) {
        const ArmSpec& arm = files.study.arms[a];
        for (std::size_t u = 0; u < arm.programmes.size(); ++u) {
            const auto& name = model.programmes[static_cast<std::size_t>(arm.programmes[u].programme)].name;
            const UseReport& use = outcome.programmes.front().uses[a][u];
            Line line{u == 0 ? arm.name.text : "", name,
                      use.first_month < 0 ? "never" : month_text(files, use.first_month),
                      use.last_month < 0
                          ? "the end"
                          : month_text(files, use.last_month) + (use.stopped_by_review ? " (review)" : "")};
            for (const char* what : {"_offers", "_refusals", "_starts", "_drop_outs", "_completions"})
                line.push_back(grouped(own_sum(outcome.results, name + what, a)));
            line.push_back(
                u > 0 ? ""
                      : grouped(static_cast<double>(outcome.programmes.front().changed_lives[a]) / sample));
            lines.push_back(std::move(line));
        }
    }
    return lines.size() == 1 ? "" : "\n" + laid_out(lines, 4, 6);
}

std::string scores_table(const StudyFiles& files, const Model& model, const StudyOutcome& outcome) {
    const auto& scores = outcome.programmes.front().scores;
    if (scores.empty()) return "";
    std::vector<Line> lines{{"Score", "arms", "eligible", "flagged", "sensitivity", "PPV", "AUC",
                             "missed: most deprived", "least deprived"}};
    for (const ScoreReport& one : scores) {
        std::string arms;
        for (std::size_t a = 0; a < files.study.arms.size(); ++a)
            if (holds(one.arms, static_cast<int>(a)))
                arms += (arms.empty() ? "" : ", ") + files.study.arms[a].name.text;
        const auto pair = [](double expected, double achieved) {
            return fmt::format("{:.2f} ({:.2f})", expected, achieved);
        };
        const bool by_value = model.programmes[static_cast<std::size_t>(one.programme)].score->by_value;
        const double sample = sample_of(outcome.results);
        lines.push_back({model.programmes[static_cast<std::size_t>(one.programme)].name, arms,
                         grouped(static_cast<double>(one.people) / sample),
                         grouped(static_cast<double>(one.flagged) / sample),
                         pair(one.expected.sensitivity, one.achieved.sensitivity),
                         by_value ? "-" : pair(one.expected.ppv, one.achieved.ppv),
                         by_value ? "-" : pair(one.expected.auc, one.achieved.auc),
                         one.missed.empty() ? "-" : fmt::format("{:.0f}%", 100 * one.missed.front().second),
                         one.missed.empty() ? "-" : fmt::format("{:.0f}%", 100 * one.missed.back().second)});
    }
    std::vector<Line> rules{
        {"Rule of thumb", "for", "flags", "finds", "PPV", "the score, flagging as many, finds"}};
    for (const ScoreReport& one : scores)
        for (const auto& thumb : one.thumbs)
            rules.push_back({thumb.name, model.programmes[static_cast<std::size_t>(one.programme)].name,
                             fmt::format("{:.0f}%", 100 * thumb.flagged),
                             fmt::format("{:.0f}%", 100 * thumb.achieved.sensitivity),
                             model.programmes[static_cast<std::size_t>(one.programme)].score->by_value
                                 ? "-"
                                 : fmt::format("{:.2f}", thumb.achieved.ppv),
                             fmt::format("{:.0f}%", 100 * thumb.score_finds)});
    return "\n" + laid_out(lines, 2, 7) + "\n" + laid_out(rules, 2, 4) +
           "As solved for, and in brackets as it turned out on luck of its own. PPV: share of the "
           "flagged to whom it happens.\nAUC: chance that the score ranks somebody to whom it happens above "
           "somebody to whom it does not. Missed: share of what\nhappens that happens to people who were not "
           "flagged.\n";
}

std::string money_table(const StudyFiles& files, const StudyOutcome& outcome) {
    const bool has_costs = variable_of(outcome.results.monthly, "programme_cost") != nullptr;
    std::vector<Line> lines;
    std::string measure;
    for (std::size_t a = 1; a < files.study.arms.size(); ++a) {
        const Reach reach = reach_of(outcome.results, a);
        measure = reach.title;
        const auto needed = [](const std::optional<double>& one) {
            return one ? fmt::format("{:.1f}", *one) : std::string("-");
        };
        Line line{files.study.arms[a].name.text,
                  reach.months_to_effect ? fmt::format("{} months", *reach.months_to_effect) : "-",
                  needed(reach.needed_to_treat_at_18), needed(reach.needed_to_treat)};
        if (has_costs) {
            const Money money = money_of(outcome.results, a);
            line.push_back(grouped(money.deepest / 1000));
            line.push_back(money.deepest > 0 ? month_text(files, money.deepest_month) : "-");
            line.push_back(money.breaks_even ? month_text(files, *money.breaks_even) : "not by the end");
        }
        lines.push_back(std::move(line));
    }
    Line head{"Arm", "time to effect", "started for one fewer: by 18 months", "by the end"};
    if (has_costs) {
        head.push_back("most spent in advance, thousand");
        head.push_back("in");
        head.push_back("pays back from");
    }
    lines.insert(lines.begin(), head);
    return "\n" + laid_out(lines, 1, head.size() - 1) +
           fmt::format(
               "Time to effect: until the sum of the difference in '{}' is told from none; one fewer of the "
               "same.\n",
               measure);
}

std::string shares_table(const StudyOutcome& outcome) {
    if (!outcome.shared_out) return "";
    const SharedOut& shared = *outcome.shared_out;
    Line head{fmt::format("Arm {}: over the whole run", shared.arm)};
    for (const auto& programme : shared.programmes) head.push_back(programme);
    head.push_back("together");
    std::vector<Line> lines{head};
    std::set<std::string> shown{"emergency_admissions", "bed_days", "ed_attendances", "cost",
                                "programme_cost"};
    for (const auto& row : shared.rows) {
        if (shown.count(row.measure) == 0) continue;
        Line line{row.title};
        for (const double share : row.shares) line.push_back(grouped(share));
        line.push_back(grouped(row.whole));
        lines.push_back(std::move(line));
    }
    return "\n" + laid_out(lines, 1, head.size() - 1) +
           (shared.is_exact
                ? "Shares of each programme (Shapley values: the mean, over all orders of adding them, "
                  "of what each adds).\n"
                : "Shares of each programme (Shapley values over a sample of the orders of adding "
                  "them).\n");
}

}  // namespace

std::string told_of_programmes(const StudyFiles& files, const Model& model, const StudyOutcome& outcome) {
    std::string text = "\n" + split_screen_table(split_screen(outcome.results));
    text += "In brackets: 95% interval of the difference, from the luck of the people simulated; not from "
            "what is "
            "unknown of the figures.\n";
    text += uses_table(files, model, outcome);
    text += scores_table(files, model, outcome);
    text += money_table(files, outcome);
    text += shares_table(outcome);
    return text;
}

}  // namespace forestall
