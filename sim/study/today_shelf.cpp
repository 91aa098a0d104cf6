#include "sim/study/today_shelf.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/core/sha256.hpp"

namespace forestall {

KeptToday::KeptToday(const Calendar& calendar, const ArmsOutcome& outcome)
    : reachable(outcome.reachable), calendar_(calendar),
      sums_(calendar_, outcome.everyone.cells(), outcome.everyone.events(), outcome.everyone.levels()),
      people_at_start_(outcome.statistics.people_at_start), newborns_(outcome.statistics.newborns),
      migrants_(outcome.statistics.migrants) {
    sums_.add(outcome.tally_of(0));
}

void KeptToday::complete(ArmsOutcome& outcome) const {
    const Tally lived = outcome.tally_of(0);
    outcome.everyone.add(sums_);
    outcome.everyone.subtract(lived);
    // Of the whole run: programmes may let more be born, and those are in the outcome alone.
    outcome.statistics.people_at_start = people_at_start_;
    outcome.statistics.newborns = newborns_;
    outcome.statistics.migrants = migrants_;
}

std::shared_ptr<const KeptToday> TodayShelf::find(const std::string& digest) {
    const std::lock_guard lock(mutex_);
    const auto at =
        std::find_if(kept_.begin(), kept_.end(), [&](const auto& one) { return one.first == digest; });
    if (at == kept_.end()) return nullptr;
    kept_.splice(kept_.begin(), kept_, at);
    return kept_.front().second;
}

void TodayShelf::put(const std::string& digest, const Calendar& calendar, const ArmsOutcome& outcome) {
    auto made = std::make_shared<const KeptToday>(calendar, outcome);
    const std::lock_guard lock(mutex_);
    kept_.remove_if([&](const auto& one) { return one.first == digest; });
    kept_.emplace_front(digest, std::move(made));
    if (kept_.size() > most_) kept_.pop_back();
}

bool can_keep_today(const StudyFiles& files, const ArmGroup& group) {
    const auto& arms = files.study.arms;
    return group.arms.front() == 0 && arms.front().programmes.empty() && files.study.occurrences.empty() &&
           files.changes.empty();
}

std::string today_digest(const StudyFiles& files, std::uint64_t seed, std::uint32_t replicate,
                         double sample) {
    const StudySpec& study = files.study;
    const auto main = std::filesystem::path(study.where.file).filename().generic_string();
    std::string all;
    for (const auto& [path, text] : files.texts)
        if (path != main) all += path + '\n' + sha256(text) + '\n';
    all += fmt::format("{} {} {} {} {} {:a} {}\n", to_string(study.start), to_string(study.end),
                       study.sampled_contacts, seed, replicate, sample, files.draw);
    for (const Name& stratum : study.strata) all += stratum.text + ' ';
    for (const double age : study.age_bands) all += fmt::format("{:a} ", age);
    for (const auto& [name, ratio] : study.arms.front().times)
        all += fmt::format("\n{} {:a}", name.text, ratio);
    // Columns of the sums are in this order.
    for (const ProgrammeSpec& programme : files.programmes) all += '\n' + programme.name.text;
    return sha256(all);
}

}  // namespace forestall
