// What somebody feels of the programmes that reach them.
#include <algorithm>

#include "sim/engine/life.hpp"

namespace forestall {

/// Ratios on all columns from what programmes deliver at minute t, to somebody with these factors.
void Life::find_felt(Record person, const FactorValue* factors, Minutes t, Worker& worker,
                     Worker::Ratios& felt) const {
    using How = CombineSpec::How;
    const How how = model_.combine.how;
    const auto clear = [](Worker::Ratios& ratios) {
        if (!ratios.any) return;
        std::fill(ratios.rates.begin(), ratios.rates.end(), 1.0f);
        std::fill(ratios.levels.begin(), ratios.levels.end(), 1.0f);
        std::fill(ratios.amounts.begin(), ratios.amounts.end(), 1.0f);
        ratios.any = false;
    };
    clear(felt);
    const auto columns = [](Worker::Ratios& ratios, Felt::On on) {
        return on == Felt::On::rates    ? ratios.rates.data()
               : on == Felt::On::levels ? ratios.levels.data()
                                        : ratios.amounts.data();
    };
    for (std::size_t p = 0; p < model_.programmes.size(); ++p) {
        const Enrolment& enrolment = person.enrolments()[p];
        felt.in_delivery[p] = enrolment.begins <= t && t < enrolment.ends;
        const Programme& programme = model_.programmes[p];
        if (enrolment.begins > t || t - enrolment.ends >= programme.longest_waning) continue;
        for (const Felt& effect : programme.felt) {
            const double course = effect.course.strength(t, enrolment.begins, enrolment.ends);
            if (course == 0 || effect.when(factors) == 0) continue;
            const float strength = static_cast<float>(course) * enrolment.strength;
            const float ratio = std::max(0.0f, 1.0f + strength * (effect.ratio[enrolment.lens] - 1.0f));
            Worker::Ratios& into = how != How::best ? felt : worker.both[ratio < 1 ? 0 : 1];
            into.any = felt.any = true;
            float* of = columns(into, effect.on);
            for (const int column : effect.columns) {
                float& at = of[column];
                at = how != How::best ? at * ratio : ratio < 1 ? std::min(at, ratio) : std::max(at, ratio);
            }
        }
    }
    if (!felt.any || how == How::multiply) return;
    for (const auto part : {&Worker::Ratios::rates, &Worker::Ratios::levels}) {
        auto& to = felt.*part;
        for (std::size_t i = 0; i < to.size(); ++i)
            to[i] = how == How::best ? (worker.both[0].*part)[i] * (worker.both[1].*part)[i]
                                     : std::max(to[i], static_cast<float>(model_.combine.floor));
    }
    for (std::size_t i = 0; i < felt.amounts.size(); ++i)
        felt.amounts[i] = how == How::best
                              ? worker.both[0].amounts[i] * worker.both[1].amounts[i]
                              : std::max(felt.amounts[i], static_cast<float>(model_.combine.floor));
    for (auto& one : worker.both) clear(one);
}

}  // namespace forestall
