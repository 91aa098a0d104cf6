// What programmes cost, by payer and month, and the staff that they need.
#pragma once

#include <vector>

#include "sim/outcomes/amounts.hpp"
#include "sim/programmes/meeting.hpp"

namespace forestall {

/// Of one arm: [payer][month]. `amounts`: the arm's, or what it has more than an arm without these programmes.
/// Fixed costs are scaled by `sample`, so that all of it may be divided by it. Months before `until` only.
std::vector<std::vector<double>> programme_costs(const Model& model, const ArmPlan& plan,
                                                 const std::vector<UseReport>& uses, const Amounts& amounts,
                                                 double sample, int until);

/// Whole-time equivalents by role, of one arm: one entry for each (programme, role); [month]
struct StaffNeeded {
    std::string role;
    std::vector<double> by_month;
};
std::vector<StaffNeeded> programme_staff(const Model& model, const ArmPlan& plan,
                                         const std::vector<UseReport>& uses, const Amounts& amounts,
                                         double sample);

}  // namespace forestall
