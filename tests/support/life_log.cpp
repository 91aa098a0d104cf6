#include "tests/support/life_log.hpp"

#include <algorithm>
#include <memory>
#include <tuple>

#include "sim/population/people.hpp"

namespace forestall::testing {

namespace {

using Lives = std::vector<Newcomer>;

/// What one life after the other needs.
class Logger {
  public:
    Logger(const SmallStudy& study, const HowToLog& how)
        : study_(study), streams_(study.files.study.seed, 0),
          life_(study.model, study.arms.at(static_cast<std::size_t>(how.arm)), streams_, study.calendar),
          worker_(study.model, study.calendar, life_.lanes()),
          memory_(std::make_unique<std::byte[]>(study.model.layout.stride)), ends_(how.cuts),
          keeps_happenings_(how.happenings) {
        ends_.push_back(0);
        ends_.push_back(study.calendar.horizon());
        std::sort(ends_.begin(), ends_.end());
    }

    const Streams& streams() const { return streams_; }

    LifeLog live(const Newcomer& newcomer) {
        LifeLog log;
        log.key = newcomer.key;
        log.birth = newcomer.birth;
        log.joins = newcomer.time;
        log.keeps_happenings = keeps_happenings_;
        log.first.assign(newcomer.factors.begin(),
                         newcomer.factors.begin() + static_cast<std::ptrdiff_t>(study_.model.factors.size()));
        const Record record(memory_.get(), study_.model.layout);
        Minutes next = life_.begin(record, newcomer);
        for (const Minutes end : ends_) next = life_.live(record, next, end, worker_, &log);
        return log;
    }

    Lives take_newborns() {
        Lives children;
        children.swap(worker_.newborns);
        std::sort(children.begin(), children.end(), [](const Newcomer& a, const Newcomer& b) {
            return std::tie(a.time, a.key) < std::tie(b.time, b.key);
        });
        return children;
    }

  private:
    const SmallStudy& study_;
    Streams streams_;
    Life life_;
    Worker worker_;
    std::unique_ptr<std::byte[]> memory_;
    std::vector<Minutes> ends_;
    bool keeps_happenings_;
};

}  // namespace

void for_each_life(const SmallStudy& study, const HowToLog& how,
                   const std::function<void(const LifeLog&)>& visit) {
    Logger logger(study, how);
    const StartingPeople people(study.files.place, study.model, logger.streams(), 1);
    const Arrivals arrivals(study.files.place, study.model, logger.streams(), study.calendar, 1);
    for (std::uint64_t i = 0; i < people.size(); ++i) visit(logger.live(people.person(i)));
    for (int month = 0; month < study.calendar.months(); ++month)
        for (const auto& newcomer : arrivals.month(month)) visit(logger.live(newcomer));
    if (!how.newborns) return;
    for (Lives children = logger.take_newborns(); !children.empty(); children = logger.take_newborns())
        for (const auto& child : children) visit(logger.live(child));
}

std::vector<LifeLog> log_lives(const SmallStudy& study, int arm, const std::vector<Minutes>& cuts) {
    std::vector<LifeLog> logs;
    for_each_life(study, {arm, cuts, true, true}, [&](const LifeLog& log) { logs.push_back(log); });
    return logs;
}

}  // namespace forestall::testing
