// forestall compare: the split screen of a result file, and where what an arm changes went: who pays, which
// layer, which deprivation fifth, which settings.
#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "sim/core/errors.hpp"
#include "sim/io/results_file.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/outcomes/where_it_went.hpp"
#include "tools/forestall/columns.hpp"
#include "tools/forestall/command.hpp"
#include "tools/forestall/split_screen_table.hpp"

namespace forestall {

namespace {

struct CompareOptions {
    std::string results, arm, csv;
};

std::string signed_figure(double value) { return (std::round(value) > 0 ? "+" : "") + grouped(value); }

std::string table_of(const WhereItWent& went) {
    std::string text;
    for (const auto& block : went.blocks) {
        std::vector<Line> lines;
        Line head{block.title};
        for (const auto& horizon : went.horizons) head.push_back(horizon);
        lines.push_back(head);
        for (const auto& row : block.rows) {
            Line line{"  " + row.label};
            for (const double one : row.differences) line.push_back(signed_figure(one));
            lines.push_back(std::move(line));
        }
        text += "\n" + laid_out(lines, 1, head.size() - 1);
    }
    return text;
}

Exit run_compare(const CompareOptions& options) {
    if (!options.csv.empty()) check_writable(options.csv);
    const Results results = read_results(options.results);
    const Axis* axis = axis_of(results, "arm");
    const auto& arms = std::get<std::vector<std::string>>(axis->labels);
    if (arms.size() < 2)
        throw InputError(Problem{{options.results, 0, 0},
                                 "the file holds one arm",
                                 "there is nothing to compare it with",
                                 "run a study with two arms or more"});
    std::vector<std::size_t> chosen;
    for (std::size_t a = 1; a < arms.size(); ++a)
        if (options.arm.empty() || options.arm == arms[a]) chosen.push_back(a);
    if (chosen.empty())
        throw InputError(Problem{{options.results, 0, 0},
                                 fmt::format("there is no arm '{}'", options.arm),
                                 "",
                                 suggest(options.arm, {arms.begin() + 1, arms.end()})});
    fmt::print("{}", split_screen_table(split_screen(results)));
    fmt::print("In brackets: 95% interval of the difference, from the luck of the people simulated.\n");
    std::string csv = "arm,block,row,month,difference\n";
    for (const std::size_t arm : chosen) {
        const WhereItWent went = where_it_went(results, arm);
        fmt::print("\nWhere it went: {} less {}\n{}", arms[arm], arms[0], table_of(went));
        const Money& money = went.money;
        const auto month = [&](int m) { return went.months[static_cast<std::size_t>(m)]; };
        if (money.deepest > 0)
            fmt::print("\nThe most spent in advance: {} thousand, in {}.\n", grouped(money.deepest / 1000),
                       month(money.deepest_month));
        fmt::print("{}\n", money.breaks_even ? "Pays back for good from " + month(*money.breaks_even) + "."
                                             : std::string("Does not pay back by the end."));
        if (went.worst_month >= 0)
            fmt::print("{} rise most in {}, by {} in the month.\n", went.worst_title, month(went.worst_month),
                       grouped(went.worst));
        for (const auto& block : went.blocks)
            for (const auto& row : block.rows)
                for (std::size_t m = 0; m < row.by_month.size(); ++m)
                    csv += fmt::format("{},{},{},{},{}\n", arms[arm], block.name, row.name,
                                       month(static_cast<int>(m)), row.by_month[m]);
    }
    if (options.csv.empty()) return Exit::good;
    write_safely(options.csv, csv);
    fmt::print("\nMonth by month: {}\n", options.csv);
    return Exit::good;
}

}  // namespace

Command add_compare(CLI::App& app) {
    auto options = std::make_shared<CompareOptions>();
    CLI::App* command = app.add_subcommand(
        "compare", "Set the arms of a result file side by side, and show where changes went");
    command->add_option("results", options->results, "A result file of forestall run (.h5)")->required();
    command->add_option("--arm", options->arm, "One arm only (default: all after the first)");
    command->add_option("--csv", options->csv, "Also write where it went, month by month, to this file");
    return {command, [=] { return run_compare(*options); }};
}

}  // namespace forestall
