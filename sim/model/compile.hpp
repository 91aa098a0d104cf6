// compile(): from what a user wrote to the dense model that a run needs. Everything that needs meaning is
// checked here, and every problem found is told at once.
#pragma once

#include "sim/core/errors.hpp"
#include "sim/core/executor.hpp"
#include "sim/core/time.hpp"
#include "sim/model/model.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// Compiles the model of a study in its place. Throws InputError with every problem. The same model on any
/// executor.
Model compile(const StudyFiles& files);
Model compile(const StudyFiles& files, Executor& executor);
/// The same for any model: one whose people have `pasts` needs somebody to live them.
Model compile(const StudyFiles& files, Executor& executor, const LivePasts& live);

/// The study's calendar. Throws InputError when start and end do not make one.
Calendar calendar_of(const StudySpec& study);

/// From the start of the run to a date, which may lie before it or after its end.
Minutes minutes_until(const Date& date, const Calendar& calendar);

/// What one arm changes: every clock's and every level's baseline times the arm's ratios.
struct ArmModel {
    std::string name, title;
    std::vector<float> base;          // per clock, as Model::base
    std::vector<float> warm_up_base;  // the warm-up is today's for every arm
    std::vector<float> levels_base;
    std::vector<double> cost_ratios;  // per cost
};

/// Throws InputError for a process or contact that the model lacks.
ArmModel compile_arm(const ArmSpec& arm, const Model& model);

}  // namespace forestall
