// Offers of a meeting: whom a trial keeps from a place, who says yes, and who is started.
#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/programmes/desk.hpp"

namespace forestall {

// --- Trials -------------------------------------------------------------------------------------

int ProgrammeMeeting::cluster_of(int programme, PersonKey key, int clusters) const {
    const Block words = streams_.block(key, Purpose::hub, model_.programmes[size(programme)].luck.hub, 2);
    return static_cast<int>(words[0] % static_cast<std::uint32_t>(clusters));
}

ArmSet ProgrammeMeeting::withheld(const Desk& desk, PersonKey key, ArmSet arms, Minutes t,
                                  ArmSet& forever) const {
    ArmSet made = 0;
    for_each_arm(arms, [&](int arm) {
        const auto use = size(desk.use_of[size(arm)]);
        const Allocation& allocation = plans_[size(arm)].uses[use].allocation;
        using How = Allocation::How;
        if (allocation.how == How::everybody || allocation.how == How::coin) return;
        const int cluster = cluster_of(desk.id, key, allocation.clusters);
        const bool never_at_all = allocation.how == How::in_part && cluster >= allocation.clusters / 2;
        const Minutes opens = later(plans_[size(arm)].uses[use].starts,
                                    allocation.how == How::by_step ? cluster * allocation.step : 0);
        if (never_at_all) forever |= only_arm(arm);
        if (never_at_all || t < opens - leeway) made |= only_arm(arm);
    });
    return made;
}

// --- Offers -------------------------------------------------------------------------------------

void ProgrammeMeeting::offer(Desk& desk, const Candidate& candidate, ArmSet arms, Minutes t, Crowd& crowd) {
    const Programme& programme = *desk.programme;
    const PersonKey key = crowd.record(candidate.seat).key();
    const int hub = hub_of(desk, key);
    // An earlier candidate may have been the same person in another strand.
    arms &= desk.has_room[size(hub)] & crowd.arms_of(candidate.seat);
    ArmSet forever = 0;
    arms &= ~withheld(desk, key, arms, t, forever);
    if (arms == 0) {
        if (forever == (crowd.arms_of(candidate.seat) & desk.arms)) crowd.be_done(candidate.seat, desk.id);
        return;
    }
    const auto known = desk.book.find(key);
    struct Group {
        ArmSet arms = 0;
        std::uint32_t offers = 0, refusals = 0;
        std::optional<double> chance = {};
    };
    std::vector<Group> groups;
    ArmSet fresh = arms;
    if (known != desk.book.end())
        for (const Desk::Entry& entry : known->second) {
            fresh &= ~entry.arms;
            if (const ArmSet part = arms & entry.arms; part != 0 && t >= entry.open_again - leeway)
                groups.push_back({part, entry.offers, entry.refusals});
        }
    if (fresh != 0) groups.push_back({fresh, 0, 0});
    // Arms that give the offer chances of their own answer apart.
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const auto own = [&](int arm) {
            return plans_[size(arm)].uses[size(desk.use_of[size(arm)])].taken_up;
        };
        groups[g].chance = own(std::countr_zero(groups[g].arms));
        Group others = groups[g];
        for_each_arm(groups[g].arms, [&](int arm) {
            if (own(arm) == groups[g].chance) others.arms &= ~only_arm(arm);
        });
        if (others.arms == 0) continue;
        groups[g].arms &= ~others.arms;
        groups.push_back(others);
    }
    if (groups.empty()) return;
    auto& book = desk.book[key];
    std::vector<Seat> seats{candidate.seat};
    for (const Group& group : groups) {
        const Record person = crowd.record(candidate.seat);
        const Block words = streams_.block(key, Purpose::take_up, programme.luck.take_up, group.offers);
        const double chance =
            static_cast<double>(model_.amounts.at(person.factors(), programme.take_up) *
                                (group.chance ? static_cast<float>(*group.chance)
                                              : model_.amounts_base[size(programme.take_up)])) *
            std::pow(programme.after_refusal, group.refusals);
        const bool accepts = uniform(words[0], words[1]) < chance;
        crowd.count(candidate.seat, group.arms, t, programme.columns.offers);
        if (!accepts) crowd.count(candidate.seat, group.arms, t, programme.columns.refusals);
        for_each_arm(group.arms, [&](int arm) {
            Desk::Hub& at = desk.hubs[size(arm * programme.hubs + hub)];
            if (--at.left == 0) desk.has_room[size(hub)] &= ~only_arm(arm);
        });
        if (candidate.waiting >= 0) {
            desk.waiting[size(candidate.waiting)].arms &= ~group.arms;
            desk.waits[key] &= ~group.arms;
        }
        for (Desk::Entry& entry : book) entry.arms &= ~group.arms;
        std::erase_if(book, [](const Desk::Entry& entry) { return entry.arms == 0; });
        Desk::Entry entry{group.arms, group.offers + 1, group.refusals + (accepts ? 0 : 1), never};
        if (!accepts && programme.asked_again != never) entry.open_again = later(t, programme.asked_again);
        if (accepts) {
            // A coin is thrown for those who would start.
            ArmSet coins = 0;
            for_each_arm(group.arms, [&](int arm) {
                const Use& use = plans_[size(arm)].uses[size(desk.use_of[size(arm)])];
                if (use.allocation.how == Allocation::How::coin) coins |= only_arm(arm);
            });
            const Block coin = streams_.block(key, Purpose::hub, programme.luck.hub, 3);
            if (coins != 0 && (coin[0] & 1) != 0) {
                controls_.push_back({key, coins, desk.id, t, {}, 0});
                if (coins == group.arms) {
                    book.push_back(entry);
                    continue;
                }
                book.push_back({coins, group.offers + 1, group.refusals, never});
                entry.arms &= ~coins;
            } else
                coins = 0;
            start(desk, candidate.seat, group.arms & ~coins, group.offers, t, crowd, seats);
            const Minutes ends = started_.back().enrolment.ends;
            if (programme.again != never && ends != never) entry.open_again = later(ends, programme.again);
        }
        book.push_back(entry);
    }
    // Who will never be asked again need not be looked at again.
    for (const Seat seat : seats) {
        if (!crowd.is_here(seat, key)) continue;
        ArmSet open = crowd.arms_of(seat) & desk.arms;
        for (const Desk::Entry& entry : book)
            if (entry.open_again == never) open &= ~entry.arms;
        if (open == 0) crowd.be_done(seat, desk.id);
    }
}

void ProgrammeMeeting::start(Desk& desk, Seat from, ArmSet arms, std::uint32_t number, Minutes t,
                             Crowd& crowd, std::vector<Seat>& seats) {
    const PersonKey key = crowd.record(from).key();
    const Programme& programme = *desk.programme;
    Enrolment enrolment;
    enrolment.begins = later(t, programme.after);
    enrolment.ends = later(enrolment.begins, programme.lasts);
    if (programme.drop_out_rate > 0) {
        const Block words = streams_.block(key, Purpose::drop_out, programme.luck.drop_out, number);
        const double minutes = -portable_log(uniform(words[0], words[1])) / programme.drop_out_rate;
        const Minutes leaves =
            later(enrolment.begins, minutes < never ? static_cast<Minutes>(minutes) + 1 : never);
        if (leaves < enrolment.ends) enrolment.ends = leaves, enrolment.drops_out = true;
    }
    for (const Lens lens : {Lens::claimed, Lens::controlled}) {
        ArmSet part = 0;
        for_each_arm(arms, [&](int arm) {
            if (plans_[size(arm)].lens == lens) part |= only_arm(arm);
        });
        if (part == 0) continue;
        // Where arms of both lenses start somebody, what remains of the strand is parted in turn.
        enrolment.lens = static_cast<std::uint8_t>(lens);
        const Seat seat = crowd.part(from, part, t);
        seats.push_back(seat);
        crowd.record(seat).enrolments()[desk.id] = enrolment;
        desk.fresh.emplace_back(seat, started_.size());
        started_.push_back(
            {key, part, desk.id, t, enrolment,
             static_cast<float>(t - crowd.record(seat).birth()) / static_cast<float>(minutes_per_year)});
    }
}

}  // namespace forestall
