#include "tools/forestall/evidence_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/io/tidy_csv_field.hpp"
#include "tools/forestall/columns.hpp"

namespace forestall {

namespace {

constexpr std::size_t title_width = 48;

double largest_change(const Influence& influence) {
    double largest = 0;
    for (const InfluenceEnd* end : {&influence.low, &influence.high})
        if (*end)
            for (const InfluenceChange& change : **end) largest = std::max(largest, std::abs(change.percent));
    return largest;
}

const std::string& source_title(const EvidenceRow& row) {
    static const std::string none = "no source";
    return row.evidence.source ? row.evidence.source->title : none;
}

/// Cut at a word.
std::string shortened(const std::string& text) {
    if (text.size() <= title_width) return text;
    const std::size_t space = text.rfind(' ', title_width - 3);
    return text.substr(0, space == std::string::npos || space == 0 ? title_width - 3 : space) + "...";
}

std::string value_in_words(const Parameter& parameter) {
    const Span values = values_of(parameter);
    const std::string figures = values.lowest == values.highest
                                    ? fmt::format("{:.4g}", values.lowest)
                                    : fmt::format("{:.4g} to {:.4g}", values.lowest, values.highest);
    return figures + " " + parameter.unit;
}

std::string range_in_words(const Evidence& evidence) {
    return fmt::format("{:.4g}-{:.4g}{}", evidence.range.low, evidence.range.high,
                       evidence.range_is_of_grade ? "*" : " ");
}

std::string change_in_words(const InfluenceEnd& end, std::size_t measure) {
    if (!end) return "-";
    const InfluenceChange& change = (*end)[measure];
    if (change.percent == 0) return "0";
    return change.is_noise() ? fmt::format("({:+.2f})", change.percent)
                             : fmt::format("{:+.2f}", change.percent);
}

Line heading(const EvidenceRegister& all) {
    Line line{"Parameter"};
    for (const std::string& measure : all.measures) {
        line.push_back(measure + " low");
        line.push_back("high");
    }
    for (const char* column : {"Grade", "Range", "Value", "Source"}) line.push_back(column);
    return line;
}

Line line_of(const EvidenceRow& row, std::size_t measures) {
    Line line{row.parameter.path};
    for (std::size_t m = 0; m < measures; ++m) {
        line.push_back(change_in_words(row.influence.low, m));
        line.push_back(change_in_words(row.influence.high, m));
    }
    line.push_back(row.evidence.grade);
    line.push_back(range_in_words(row.evidence));
    line.push_back(value_in_words(row.parameter));
    line.push_back(shortened(source_title(row)));
    return line;
}

}  // namespace

void sort_worst_first(std::vector<EvidenceRow>& rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const EvidenceRow& a, const EvidenceRow& b) {
        return largest_change(a.influence) > largest_change(b.influence);
    });
}

std::string evidence_table(const EvidenceRegister& all) {
    std::vector<Line> lines{heading(all)};
    for (const EvidenceRow& row : all.rows) lines.push_back(line_of(row, all.measures.size()));
    return laid_out(lines, 1, 2 * all.measures.size());
}

std::string evidence_csv(const EvidenceRegister& all) {
    std::string text =
        "parameter,title,unit,lowest_value,highest_value,grade,source,source_title,range_low,range_high,"
        "range_from,distribution";
    for (const std::string& measure : all.measures)
        for (const char* end : {"low", "high"})
            text += fmt::format(",{0}_{1}_percent,{0}_{1}_standard_error", measure, end);
    text += "\n";
    for (const auto& [parameter, evidence, influence] : all.rows) {
        const Span values = values_of(parameter);
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}", parameter.path, csv_field(parameter.title),
                            parameter.unit, values.lowest, values.highest, evidence.grade, parameter.source,
                            csv_field(evidence.source ? evidence.source->title : ""), evidence.range.low,
                            evidence.range.high, evidence.range_is_of_grade ? "grade" : "source",
                            evidence.distribution);
        for (std::size_t m = 0; m < all.measures.size(); ++m)
            for (const InfluenceEnd* end : {&influence.low, &influence.high})
                text += *end ? fmt::format(",{:.6g},{:.6g}", (**end)[m].percent, (**end)[m].standard_error)
                             : ",,";
        text += "\n";
    }
    return text;
}

}  // namespace forestall
