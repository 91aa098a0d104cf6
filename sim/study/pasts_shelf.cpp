#include "sim/study/pasts_shelf.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "sim/core/sha256.hpp"
#include "sim/engine/pasts.hpp"
#include "sim/model/model.hpp"
#include "sim/model/parameters.hpp"

namespace forestall {

std::string pasts_digest(const StudyFiles& files, const Model& model) {
    // Texts of programmes may differ, and the study's own; what they change of the model is told below.
    std::vector<std::string> others{files.study.where.file};
    for (const ProgrammeSpec& programme : files.programmes) others.push_back(programme.where.file);
    const auto folder = std::filesystem::path(files.study.where.file).parent_path();
    std::string all;
    for (const auto& [path, text] : files.texts) {
        const std::string whole = (folder / path).lexically_normal().generic_string();
        const bool is_other = std::any_of(others.begin(), others.end(), [&](const std::string& other) {
            return std::filesystem::path(other).lexically_normal().generic_string() == whole;
        });
        if (!is_other) all += path + '\n' + sha256(text) + '\n';
    }
    StudyFiles own = files;
    own.programmes.clear();
    for (const Parameter& parameter : parameters_of(own)) {
        if (parameter.path.starts_with("costs/")) continue;
        all += parameter.path;
        for (const double* figure : parameter.figures) all += fmt::format(" {:a}", *figure);
        all += '\n';
    }
    all += fmt::format("{} {} {}\n", to_string(files.study.start), to_string(files.study.end),
                       files.study.sampled_contacts);
    for (const Minutes age : model.age_breaks) all += fmt::format("{} ", age);
    for (const Factor& factor : model.factors)
        all += fmt::format("\n{} {}", factor.name, factor.states.size());
    return sha256(all);
}

namespace {

/// Factors on means, then records. Numbers as this machine has them: they stay on it.
PastsKeeper::Parts parts_of(std::vector<std::vector<double>>& scales, Pasts& pasts) {
    PastsKeeper::Parts parts;
    for (auto& scale : scales) parts.push_back(std::as_writable_bytes(std::span(scale)));
    parts.push_back(pasts.records());
    return parts;
}

}  // namespace

void PastsShelf::keep_with(std::shared_ptr<PastsKeeper> keeper) {
    const std::lock_guard lock(mutex_);
    keeper_ = std::move(keeper);
}

PastsShelf::Lived PastsShelf::lived_or_kept(const std::string& digest, Model& model,
                                            const std::vector<KeptMean>& means, std::size_t lives,
                                            Executor& executor, Problems& problems) {
    std::shared_ptr<PastsKeeper> keeper;
    {
        const std::lock_guard lock(mutex_);
        keeper = keeper_;
    }
    if (keeper) {
        std::size_t rows = model.age_breaks.size();
        for (const int factor : model.fixed)
            rows *= model.factors[static_cast<std::size_t>(factor)].states.size();
        Lived kept{unlived_pasts(model, lives), {means.size(), std::vector<double>(rows)}};
        if (keeper->load(digest, parts_of(kept.scales, kept.pasts))) {
            model.pasts = kept.pasts;
            return kept;
        }
    }
    Lived lived{{}, live_pasts(model, means, lives, executor, problems)};
    lived.pasts = model.pasts;
    if (keeper && problems.empty()) keeper->save(digest, parts_of(lived.scales, lived.pasts));
    return lived;
}

LivePasts PastsShelf::for_study(const StudyFiles& files) {
    return [this, &files](Model& model, const std::vector<KeptMean>& means, std::size_t lives,
                          Executor& executor, Problems& problems) {
        const std::string digest = pasts_digest(files, model);
        std::promise<Lived> mine;
        Answer answer;
        {
            const std::lock_guard lock(mutex_);
            const auto at = std::find_if(answers_.begin(), answers_.end(),
                                         [&](const auto& one) { return one.first == digest; });
            if (at != answers_.end()) {
                answer = at->second;
                answers_.splice(answers_.begin(), answers_, at);
            } else {
                answers_.emplace_front(digest, mine.get_future().share());
                if (answers_.size() > most_) answers_.pop_back();
            }
        }
        if (answer.valid()) {
            const Lived& lived = answer.get();
            model.pasts = lived.pasts;
            return lived.scales;
        }
        const auto forget = [&] {
            const std::lock_guard lock(mutex_);
            answers_.remove_if([&](const auto& one) { return one.first == digest; });
        };
        try {
            const Lived lived = lived_or_kept(digest, model, means, lives, executor, problems);
            mine.set_value(lived);
            if (!problems.empty()) forget();  // told to this caller; the next one asks anew
            return lived.scales;
        } catch (...) {
            forget();
            mine.set_exception(std::current_exception());
            throw;
        }
    };
}

}  // namespace forestall
