// Seasons and trends: which calendar pattern stretches the time of which clock.
#include <cmath>

#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

const CalendarSpec* Compiler::calendar(const Name& name) {
    std::vector<std::string> names;
    for (const auto& calendar : spec_.calendars) {
        if (calendar.name.text == name.text) return &calendar;
        names.push_back(calendar.name.text);
    }
    problems_.add(name.where, fmt::format("unknown calendar '{}'", name.text), "", suggest(name.text, names));
    return nullptr;
}

std::vector<double> calendar_factors(const CalendarSpec& spec, double percent_a_year,
                                     const Calendar& calendar) {
    std::vector<double> factors;
    for (int month = 0; month < calendar.months(); ++month) {
        const Date date = calendar.month_date(month);
        if (spec.kind == CalendarSpec::Kind::season)
            factors.push_back(spec.season[static_cast<std::size_t>(date.month - 1)]);
        if (spec.kind == CalendarSpec::Kind::yearly_change) {
            const double years =
                (calendar.month_start(month) + calendar.month_length(month) / 2.0) / minutes_per_year;
            factors.push_back(std::pow(1 + percent_a_year / 100, years));
        }
        if (spec.kind == CalendarSpec::Kind::years) {
            const double at = date.year + (date.month - 0.5) / 12;
            auto above = spec.years.begin();
            while (above != spec.years.end() && above->first <= at) ++above;
            if (above == spec.years.begin())
                factors.push_back(above->second);
            else if (above == spec.years.end())
                factors.push_back(std::prev(above)->second);
            else {
                const auto below = std::prev(above);
                const double share = (at - below->first) / (above->first - below->first);
                factors.push_back(below->second + share * (above->second - below->second));
            }
        }
    }
    return factors;
}

std::uint16_t Compiler::pattern_of(const std::vector<double>& factors) {
    for (std::size_t i = 0; i < pattern_factors_.size(); ++i)
        if (pattern_factors_[i] == factors) return static_cast<std::uint16_t>(i);
    pattern_factors_.push_back(factors);
    model_.patterns.emplace_back(factors, calendar_);
    return static_cast<std::uint16_t>(pattern_factors_.size() - 1);
}

std::vector<const CalendarSpec*> Compiler::calendars_of(const std::string& name,
                                                        const std::vector<TimesSpec>& times) {
    std::vector<const CalendarSpec*> all;
    for (const auto& one : times)
        if (one.kind == TimesSpec::Kind::calendar)
            if (const CalendarSpec* found = calendar(one.name)) all.push_back(found);
    for (const CalendarSpec& one : place_.times_calendars)
        if (one.name.text == name) all.push_back(&one);
    return all;
}

void Compiler::add_seasons(int clock, const std::string& process, const std::vector<TimesSpec>& times) {
    struct Part {
        const CalendarSpec* spec;
        std::vector<int> dims;
        std::vector<float> yearly;
    };
    std::vector<Part> parts;
    std::vector<int> factors;
    for (const CalendarSpec* one : calendars_of(process, times)) {
        Part part{one, {}, {}};
        if (const Name* name = std::get_if<Name>(&part.spec->yearly);
            name && part.spec->kind == CalendarSpec::Kind::yearly_change) {
            const TableSpec* found = table(*name);
            if (!found) continue;
            part.yearly = dense(*found, 1, *name);
            if (part.yearly.empty()) continue;
            for (const auto& by : found->by) part.dims.push_back(factor_ids_.at(by.text));
        }
        for (const int dim : part.dims)
            if (std::find(factors.begin(), factors.end(), dim) == factors.end()) factors.push_back(dim);
        parts.push_back(std::move(part));
    }
    if (parts.empty()) return;
    std::vector<std::vector<std::uint32_t>> classes;
    std::vector<std::size_t> sizes;
    for (const int id : factors) {
        sizes.push_back(values_of(id));
        classes.emplace_back();
        for (std::uint32_t v = 0; v < values_of(id); ++v) classes.back().push_back(v);
    }
    SeasonedClock seasoned{clock, {FactorIndex(factors, classes), {}}};
    for_each_combination(sizes, [&](const std::vector<std::size_t>& at) {
        std::vector<double> together(static_cast<std::size_t>(calendar_.months()), 1.0);
        for (const Part& part : parts) {
            double percent = 0;
            if (const double* number = std::get_if<double>(&part.spec->yearly))
                percent = *number;
            else {
                std::size_t index = 0;
                for (const int dim : part.dims) {
                    const auto i = static_cast<std::size_t>(std::find(factors.begin(), factors.end(), dim) -
                                                            factors.begin());
                    index = index * sizes[i] + at[i];
                }
                percent = static_cast<double>(part.yearly[index]);
            }
            const auto months = calendar_factors(*part.spec, percent, calendar_);
            for (std::size_t m = 0; m < months.size(); ++m) together[m] *= months[m];
        }
        seasoned.pattern.values.push_back(pattern_of(together));
    });
    model_.seasoned.push_back(std::move(seasoned));
}

}  // namespace forestall
