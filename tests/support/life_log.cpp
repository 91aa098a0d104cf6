#include "tests/support/life_log.hpp"

#include <algorithm>
#include <memory>
#include <tuple>

#include "sim/population/people.hpp"

namespace forestall::testing {

std::vector<LifeLog> log_lives(const SmallStudy& study, int arm, const std::vector<Minutes>& cuts) {
    const Streams streams(study.files.study.seed, 0);
    const Life life(study.model, study.arms.at(static_cast<std::size_t>(arm)), streams, study.calendar);
    const StartingPeople people(study.files.place, study.model, streams, 1);
    const Arrivals arrivals(study.files.place, study.model, streams, study.calendar, 1);
    Worker worker(study.model, study.calendar);
    const auto memory = std::make_unique<std::byte[]>(study.model.layout.stride);
    const Record record(memory.get(), study.model.layout);

    std::vector<Minutes> ends = cuts;
    ends.push_back(0);
    ends.push_back(study.calendar.horizon());
    std::sort(ends.begin(), ends.end());

    std::vector<LifeLog> logs;
    const auto live = [&](const Newcomer& newcomer) {
        LifeLog& log = logs.emplace_back();
        log.key = newcomer.key;
        log.birth = newcomer.birth;
        log.joins = newcomer.time;
        log.first.assign(newcomer.factors.begin(), newcomer.factors.begin() + static_cast<std::ptrdiff_t>(study.model.factors.size()));
        Minutes next = life.begin(record, newcomer);
        for (const Minutes end : ends) next = life.live(record, next, end, worker, &log);
    };
    for (std::uint64_t i = 0; i < people.size(); ++i) live(people.person(i));
    for (int month = 0; month < study.calendar.months(); ++month)
        for (const auto& newcomer : arrivals.month(month)) live(newcomer);
    while (!worker.newborns.empty()) {
        std::vector<Newcomer> children;
        children.swap(worker.newborns);
        std::sort(children.begin(), children.end(), [](const Newcomer& a, const Newcomer& b) { return std::tie(a.time, a.key) < std::tie(b.time, b.key); });
        for (const auto& child : children) live(child);
    }
    return logs;
}

}  // namespace forestall::testing
