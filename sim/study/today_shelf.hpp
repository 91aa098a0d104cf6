// Today's lives, kept between runs of one study whose programmes are set otherwise.
//
// Nobody whom no programme could ever be offered to lives otherwise in any arm. So a run that is followed by
// others keeps today's sums and the keys of those who were ever eligible; the others then live those people
// alone, in every arm, and take the rest of today's sums as they were. The results are the same to the byte.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "sim/engine/arms_outcome.hpp"
#include "sim/model/spec.hpp"
#include "sim/study/arms.hpp"

namespace forestall {

class KeptToday {
  public:
    KeptToday(const Calendar& calendar, const ArmsOutcome& outcome);

    /// Adds to a run of the reachable alone what everybody else did.
    void complete(ArmsOutcome& outcome) const;

    std::vector<PersonKey> reachable;  // rising

  private:
    Calendar calendar_;  // which the sums refer to
    Tally sums_;         // of today's arm, everybody
    std::uint64_t people_at_start_, newborns_, migrants_;
};

/// Any thread may ask.
class TodayShelf {
  public:
    /// Keeps those of the `most` runs used last.
    explicit TodayShelf(std::size_t most = 4) : most_(most) {}

    std::shared_ptr<const KeptToday> find(const std::string& digest);
    void put(const std::string& digest, const Calendar& calendar, const ArmsOutcome& outcome);

  private:
    std::size_t most_;
    std::mutex mutex_;
    std::list<std::pair<std::string, std::shared_ptr<const KeptToday>>> kept_;  // used last comes first
};

/// The first arm is today's, and all arms share its lives until a programme starts somebody; nothing in the
/// study was changed but its text.
bool can_keep_today(const StudyFiles& files, const ArmGroup& group);

/// Everything that today's sums and who is eligible depend on. Of the same build only.
std::string today_digest(const StudyFiles& files, std::uint64_t seed, std::uint32_t replicate, double sample);

}  // namespace forestall
