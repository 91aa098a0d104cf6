#include "sim/io/csv_targets.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/io/csv_columns.hpp"
#include "sim/io/node.hpp"
#include "sim/io/read_scalar.hpp"
#include "sim/io/shape.hpp"

namespace forestall {

namespace {

const std::vector<std::string> needed{"measure", "year", "value", "low", "high", "place", "source"};
const std::vector<std::string> may_be{"per", "of", "note"};
const std::vector<std::string> units{"total", "per_1000_people", "share"};  // in the order of TargetSpec::Per

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// The parts of a field between marks, without the spaces around them.
std::vector<std::string> parts_of(const std::string& field, char mark) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= field.size()) {
        const std::size_t end = std::min(field.find(mark, from), field.size());
        const std::size_t first = field.find_first_not_of(' ', from);
        const std::size_t last = field.find_last_not_of(' ', end - (end > from));
        if (end > from && first < end) parts.push_back(field.substr(first, last - first + 1));
        from = end + 1;
    }
    return parts;
}

/// The rows of one file, read one after another.
class TargetRows {
  public:
    TargetRows(const std::string& file, Context& context)
        : file_(file), context_(context), few_(context.problems(), file) {}

    std::vector<TargetSpec> read(std::string_view text) {
        const auto choose = [&](const CsvRow& header) { return choose_columns(header); };
        read_csv(text, few_, choose, [&](int line, const std::vector<std::string>& fields) {
            line_ = line, fields_ = &fields;
            read_row();
        });
        check_duplicates(std::move(seen_), few_);
        return std::move(targets_);
    }

  private:
    std::vector<std::string> choose_columns(const CsvRow& header) {
        columns_ = header.fields;
        bool is_whole = true;
        for (const std::string& column : needed) {
            if (holds(columns_, column)) continue;
            is_whole = false;
            few_.add(header.line, fmt::format("missing column '{}'", column),
                     fmt::format("targets have the columns {}", fmt::join(needed, ", ")), "add it");
        }
        return is_whole ? columns_ : std::vector<std::string>{};
    }

    Where here() const { return {file_, line_, 0}; }

    std::string field(const std::string& column) const {
        const auto at = std::find(columns_.begin(), columns_.end(), column);
        return at == columns_.end() ? std::string{}
                                    : (*fields_)[static_cast<std::size_t>(at - columns_.begin())];
    }

    double number(const std::string& column) {
        return number_in_field(field(column), column, {}, line_, few_);
    }

    std::vector<Name> names(const std::string& column) {
        std::vector<Name> found;
        for (const std::string& part : parts_of(field(column), '+')) found.push_back({part, here()});
        return found;
    }

    void read_row() {
        TargetSpec target;
        target.where = here();
        target.measures = names("measure"), target.of = names("of");
        target.value = number("value"), target.low = number("low"), target.high = number("high");
        target.place = field("place"), target.source = field("source");
        read_year(target);
        read_per(target);
        read_strata(target);
        check(target);
        context_.check_source({target.source, here()});
        note_key();
        targets_.push_back(std::move(target));
    }

    void read_year(TargetSpec& target) {
        const auto year = whole_in(field("year"));
        if (year && *year >= 1 && *year <= 9999)
            target.year = static_cast<int>(*year);
        else
            few_.add(line_, fmt::format("'{}' in column 'year'", in_brief(field("year"))),
                     "a target is for one calendar year", "write it like 2024");
    }

    void read_per(TargetSpec& target) {
        const std::string per = field("per");
        const auto unit = std::find(units.begin(), units.end(), per.empty() ? units.front() : per);
        if (unit == units.end())
            few_.add(line_, fmt::format("'{}' in column 'per'", in_brief(per)), "", suggest(per, units));
        else
            target.per = static_cast<TargetSpec::Per>(unit - units.begin());
        if (target.per == TargetSpec::Per::share && target.of.empty())
            few_.add(line_, "a share without a measure in column 'of'", "a share is of something",
                     "name the measure in 'of'");
        if (target.per != TargetSpec::Per::share && !target.of.empty())
            few_.add(line_, "a measure in column 'of'", "only a share is of something",
                     "write share in 'per', or leave 'of' empty");
    }

    void read_strata(TargetSpec& target) const {
        for (const std::string& column : columns_) {
            if (holds(needed, column) || holds(may_be, column)) continue;
            auto labels = parts_of(field(column), ';');
            if (!labels.empty()) target.strata.push_back({{column, here()}, std::move(labels)});
        }
    }

    void check(const TargetSpec& target) {
        if (target.measures.empty())
            few_.add(line_, "no measure", "", "name a measure of the study, or several with + between them");
        if (!(target.low < target.high))
            few_.add(line_, fmt::format("an interval from {:g} to {:g}", target.low, target.high),
                     "its low end lies below its high end", "turn them round, or give the 95% interval");
        else if (target.value < target.low || target.value > target.high)
            few_.add(line_, fmt::format("the value {:g}", target.value),
                     fmt::format("it lies outside its interval, {:g} to {:g}", target.low, target.high),
                     "mend one of the three");
    }

    /// Two rows may not want two values of one thing.
    void note_key() {
        std::string key;
        for (const std::string& column : columns_)
            if (!holds({"value", "low", "high", "source", "note"}, column)) key += field(column) + '\n';
        seen_.push_back({std::move(key), line_});
    }

    std::string file_;
    Context& context_;
    FewProblems few_;
    std::vector<std::string> columns_;
    std::vector<KeyedLine> seen_;
    std::vector<TargetSpec> targets_;
    int line_ = 0;
    const std::vector<std::string>* fields_ = nullptr;
};

}  // namespace

std::vector<TargetSpec> read_target_rows(std::string_view text, const std::string& file, Context& context) {
    return TargetRows(file, context).read(text);
}

}  // namespace forestall
