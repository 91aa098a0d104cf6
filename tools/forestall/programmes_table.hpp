// What a run with several arms tells on the screen: the split screen, what became of programmes and scores,
// and how an effect is shared out.
#pragma once

#include <string>

#include "sim/study/study.hpp"

namespace forestall {

std::string told_of_programmes(const StudyFiles& files, const Model& model, const StudyOutcome& outcome);

}  // namespace forestall
