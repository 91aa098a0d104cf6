// One programme at work in all arms: places, what was said to whom, who waits. Internal to sim/programmes.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "sim/programmes/meeting.hpp"

namespace forestall {

inline std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// Months differ in length, meetings are at their starts: "after 12 months" means the same day of the next
/// year.
inline constexpr Minutes leeway = 3 * minutes_per_day;

/// Adds without passing the end of time.
inline Minutes later(Minutes t, Minutes by) { return by >= never - t ? never : t + by; }

struct ProgrammeMeeting::Candidate {
    double rank = 0;  // higher comes first
    ArmSet arms = 0;
    Seat seat = 0;
    int waiting = -1;  // place on the waiting list
};

struct ProgrammeMeeting::Desk {
    int id = 0;
    const Programme* programme = nullptr;
    Finder finder;  // these three: empty unless the study hands one in
    Response response;
    StopRule stop_rule;
    ArmSet arms = 0;          // that use it
    std::vector<int> use_of;  // per arm: index of the use, or -1
    bool is_limited = false;  // some arm limits how many are in delivery at one time

    ArmSet open = 0;  // offering places this month
    struct Hub {
        double carry = 0;  // part of an offer left over from the month before
        int left = 0;      // offers that may still be made this month
        int active = 0;    // people waiting for delivery or in it
    };
    std::vector<Hub> hubs;         // [arm][hub]
    std::vector<ArmSet> has_room;  // per hub: arms with offers left

    /// What was said to somebody in some arms.
    struct Entry {
        ArmSet arms = 0;
        std::uint32_t offers = 0, refusals = 0;
        Minutes open_again = never;
    };
    std::unordered_map<PersonKey, std::vector<Entry>> book;

    struct Waiting {
        PersonKey key = 0;
        Seat seat = 0;
        ArmSet arms = 0;
        Minutes since = 0;
    };
    std::vector<Waiting> waiting;
    std::unordered_map<PersonKey, ArmSet> waits;  // arms in which somebody is on the list

    struct Solved {
        ArmSet arms = 0;
        SolvedScore score;
    };
    std::vector<Solved> scores;
    ArmSet solved = 0;

    /// Started this month: where they live on, and their place in `started_`.
    std::vector<std::pair<Seat, std::size_t>> fresh;
};

}  // namespace forestall
