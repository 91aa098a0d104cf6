// What programmes cost, by payer and month, and the staff that they need.
#pragma once

#include <vector>

#include "sim/outcomes/amounts.hpp"
#include "sim/programmes/meeting.hpp"

namespace forestall {

/// Of one arm: [payer][month]. `amounts`: the arm's, or what it has more than another arm. Fixed costs are
/// scaled by `sample`, so that all of it may be divided by it; they are the arm's own in either case.
std::vector<std::vector<double>> programme_costs(const Model& model, const ArmPlan& plan,
                                                 const std::vector<UseReport>& uses, const Amounts& amounts,
                                                 double sample);

/// Those that do not depend on people: set-up, and every month from the first offers until the last, and then
/// as long as delivery lasts where it has an end.
std::vector<std::vector<double>> fixed_costs(const Model& model, const ArmPlan& plan,
                                             const std::vector<UseReport>& uses, std::size_t months,
                                             double sample);

/// Whole-time equivalents by role, of one arm: one entry for each (programme, role); [month]
struct StaffNeeded {
    std::string role;
    std::vector<double> by_month;
};
std::vector<StaffNeeded> programme_staff(const Model& model, const ArmPlan& plan,
                                         const std::vector<UseReport>& uses, const Amounts& amounts,
                                         double sample);

}  // namespace forestall
