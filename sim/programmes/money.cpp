#include "sim/programmes/money.hpp"

#include <algorithm>

namespace forestall {

namespace {

/// The sum of a programme's own measure over everybody, by month.
double own(const Model& model, const Amounts& amounts, int column, Measure::Kind kind, std::size_t month) {
    for (std::size_t i = 0; i < model.measures.size(); ++i) {
        const Measure& measure = model.measures[i];
        if (measure.is_of_programme && measure.kind == kind && measure.column == column)
            return amounts.sum(i, month);
    }
    return 0;
}

double in_delivery(const Model& model, const Programme& programme, const Amounts& amounts,
                   std::size_t month) {
    return own(model, amounts, programme.columns.in_delivery, Measure::Kind::people, month);  // person-years
}

/// A programme runs from its first offers until nobody is offered a place or in delivery.
bool runs(const UseReport& use, int month, double delivered) {
    if (use.first_month < 0 || month < use.first_month) return false;
    return use.last_month < 0 || month < use.last_month || delivered > 0;
}

}  // namespace

std::vector<std::vector<double>> programme_costs(const Model& model, const ArmPlan& plan,
                                                 const std::vector<UseReport>& uses, const Amounts& amounts,
                                                 double sample, int until) {
    std::vector<std::vector<double>> made(model.payers.size(), std::vector<double>(amounts.months));
    using Each = ProgrammeCostSpec::Each;
    for (std::size_t u = 0; u < plan.uses.size(); ++u) {
        const Programme& programme = model.programmes[static_cast<std::size_t>(plan.uses[u].programme)];
        if (programme.costs.empty()) continue;
        for (int m = 0; m < std::min(until, static_cast<int>(amounts.months)); ++m) {
            const auto month = static_cast<std::size_t>(m);
            const double delivered = in_delivery(model, programme, amounts, month);
            const auto events = [&](int column) {
                return own(model, amounts, column, Measure::Kind::events, month);
            };
            for (const Programme::Cost& cost : programme.costs) {
                double many = 0;
                switch (cost.each) {
                case Each::set_up: many = m == uses[u].first_month ? sample : 0; break;
                case Each::month: many = runs(uses[u], m, delivered) ? sample : 0; break;
                case Each::offer: many = events(programme.columns.offers); break;
                case Each::start: many = events(programme.columns.starts); break;
                case Each::treated_month: many = 12 * delivered; break;
                }
                made[static_cast<std::size_t>(cost.payer)][month] += cost.value * many;
            }
        }
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
                const double delivered = in_delivery(model, programme, amounts, m);
                at->by_month[m] += staff.for_each_treated                          ? staff.value * 12 * delivered
                                   : runs(uses[u], static_cast<int>(m), delivered) ? staff.value * sample
                                                                                   : 0;
            }
        }
    }
    return made;
}

}  // namespace forestall
