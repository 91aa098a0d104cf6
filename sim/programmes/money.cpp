#include "sim/programmes/money.hpp"

#include <algorithm>
#include <cmath>

namespace forestall {

namespace {

using Each = ProgrammeCostSpec::Each;

/// The sum of a programme's own measure over everybody, by month.
double own(const Model& model, const Amounts& amounts, int column, Measure::Kind kind, std::size_t month) {
    for (std::size_t i = 0; i < model.measures.size(); ++i) {
        const Measure& measure = model.measures[i];
        if (measure.is_of_programme && measure.kind == kind && measure.column == column)
            return amounts.sum(i, month);
    }
    return 0;
}

/// Person-years.
double in_delivery(const Model& model, const Programme& programme, const Amounts& amounts,
                   std::size_t month) {
    return own(model, amounts, programme.columns.in_delivery, Measure::Kind::people, month);
}

/// Whether its team is there in a month: while places are offered, and until the last who took one is done.
bool runs(const Programme& programme, const UseReport& use, int month) {
    if (use.first_month < 0 || month < use.first_month) return false;
    if (use.last_month < 0 || month < use.last_month) return true;
    if (programme.lasts == never) return false;
    const double months = (static_cast<double>(programme.after) + programme.lasts) * 12 / minutes_per_year;
    return month < use.last_month + static_cast<int>(std::ceil(months)) - 1;
}

}  // namespace

std::vector<std::vector<double>> fixed_costs(const Model& model, const ArmPlan& plan,
                                             const std::vector<UseReport>& uses, std::size_t months,
                                             double sample) {
    std::vector<std::vector<double>> made(model.payers.size(), std::vector<double>(months));
    for (std::size_t u = 0; u < plan.uses.size(); ++u) {
        const Programme& programme = model.programmes[static_cast<std::size_t>(plan.uses[u].programme)];
        for (const Programme::Cost& cost : programme.costs)
            for (int m = 0; m < static_cast<int>(months); ++m)
                if ((cost.each == Each::set_up && m == uses[u].first_month) ||
                    (cost.each == Each::month && runs(programme, uses[u], m)))
                    made[static_cast<std::size_t>(cost.payer)][static_cast<std::size_t>(m)] +=
                        cost.value * sample;
    }
    return made;
}

std::vector<std::vector<double>> programme_costs(const Model& model, const ArmPlan& plan,
                                                 const std::vector<UseReport>& uses, const Amounts& amounts,
                                                 double sample) {
    auto made = fixed_costs(model, plan, uses, amounts.months, sample);
    for (const Programme& programme : model.programmes)
        for (const Programme::Cost& cost : programme.costs)
            for (std::size_t m = 0; m < amounts.months; ++m) {
                double many = 0;
                if (cost.each == Each::offer)
                    many = own(model, amounts, programme.columns.offers, Measure::Kind::events, m);
                if (cost.each == Each::start)
                    many = own(model, amounts, programme.columns.starts, Measure::Kind::events, m);
                if (cost.each == Each::treated_month) many = 12 * in_delivery(model, programme, amounts, m);
                made[static_cast<std::size_t>(cost.payer)][m] += cost.value * many;
            }
    return made;
}

std::vector<StaffNeeded> programme_staff(const Model& model, const ArmPlan& plan,
                                         const std::vector<UseReport>& uses, const Amounts& amounts,
                                         double sample) {
    std::vector<StaffNeeded> made;
    for (std::size_t u = 0; u < plan.uses.size(); ++u) {
        const Programme& programme = model.programmes[static_cast<std::size_t>(plan.uses[u].programme)];
        for (const Programme::Staff& staff : programme.staff) {
            auto at = std::find_if(made.begin(), made.end(),
                                   [&](const StaffNeeded& one) { return one.role == staff.role; });
            if (at == made.end())
                at = made.insert(made.end(), {staff.role, std::vector<double>(amounts.months)});
            for (std::size_t m = 0; m < amounts.months; ++m) {
                if (staff.for_each_treated)
                    at->by_month[m] += staff.value * 12 * in_delivery(model, programme, amounts, m);
                else if (runs(programme, uses[u], static_cast<int>(m)))
                    at->by_month[m] += staff.value * sample;
            }
        }
    }
    return made;
}

}  // namespace forestall
