#include "sim/io/read_programme.hpp"

#include <fmt/format.h>

#include "sim/io/read_condition.hpp"
#include "sim/io/read_parts.hpp"
#include "sim/io/read_rate.hpp"
#include "sim/io/read_scalar.hpp"

namespace forestall {

namespace {

template <class Word>
Word word_at(const Node& node, std::initializer_list<std::pair<const char*, Word>> words) {
    for (const auto& [text, word] : words)
        if (node.text == text) return word;
    return words.begin()->second;
}

/// A length of time without a source of its own.
std::optional<Number> time_under(const Node& node, std::string_view key) {
    const Node* time = find(node, key);
    if (time == nullptr) return std::nullopt;
    return duration_at(*time, "");
}

/// A number under a key, with the source of the block it stands in.
Number number_under(const Node& node, std::string_view key, const std::string& source, Context& context) {
    const Node& at = *find(node, key);
    context.need_source(at.where, source);
    return {number_at(at), "", source, at.where};
}

std::variant<EveryoneFound, ReferralSpec, ScoreTargetSpec> read_found(const Node& node, Context& context) {
    if (node.kind != Node::Kind::map) return EveryoneFound{};
    const std::string source = context.source_of(node);
    if (find(node, "events") != nullptr)
        return ReferralSpec{names_under(node, "events"), number_under(node, "chance", source, context)};
    ScoreTargetSpec score;
    score.where = node.where;
    for (const Entry& entry : find(node, "predicts")->entries)
        score.predicts.emplace_back(entry.key, number_at(entry.value));
    score.within = duration_at(*find(node, "within"), source);
    score.flagged = number_under(node, "flagged", source, context);
    using Quality = ScoreTargetSpec::Quality;
    for (const auto& [key, quality] :
         {std::pair{"sensitivity", Quality::sensitivity}, {"auc", Quality::auc}, {"ppv", Quality::ppv}})
        if (find(node, key) != nullptr) {
            score.quality = quality;
            score.wanted = number_under(node, key, source, context);
        }
    return score;
}

OfferSpec read_offer(const Node& node, Context& context) {
    OfferSpec offer;
    offer.where = node.where;
    const std::string source = context.source_of(node);
    if (find(node, "a_month") != nullptr) offer.a_month = number_under(node, "a_month", source, context);
    if (find(node, "at_once") != nullptr) offer.at_once = number_under(node, "at_once", source, context);
    if (const Node* hubs = find(node, "hubs"))
        offer.hubs = static_cast<int>(whole_in(hubs->text).value_or(1));
    using First = OfferSpec::First;
    if (const Node* first = find(node, "first"))
        offer.first = word_at<First>(*first, {{"longest_waiting", First::longest_waiting},
                                              {"highest_score", First::highest_score},
                                              {"oldest", First::oldest},
                                              {"youngest", First::youngest},
                                              {"by_luck", First::by_luck}});
    return offer;
}

TakeUpSpec read_take_up(const Node& node, Context& context) {
    TakeUpSpec take_up;
    const std::string source = context.source_of(node);
    take_up.chance = number_under(node, "chance", source, context);
    take_up.times = read_times(node, context, source);
    if (const Node* ratio = find(node, "after_refusal")) take_up.after_refusal = number_at(*ratio);
    take_up.asked_again = time_under(node, "asked_again");
    return take_up;
}

DeliverySpec read_delivery(const Node& node, Context& context) {
    context.need_source(node.where, context.source_of(node));
    DeliverySpec delivery{time_under(node, "after"), time_under(node, "lasts"), 0, time_under(node, "again")};
    if (const Node* chance = find(node, "drop_out")) delivery.drop_out = number_at(*chance);
    return delivery;
}

DeliverySetSpec read_set(const Node& node) {
    DeliverySetSpec made;
    made.when = condition_under(node, "when");
    for (const Entry& entry : node.entries)
        if (entry.key.text != "when") made.set = {entry.key, as_name(entry.value)};
    return made;
}

EvidenceSpec read_evidence(const Node& node, Context& context, const std::string& inherited) {
    EvidenceSpec evidence;
    evidence.where = node.where;
    evidence.times = number_at(*find(node, "times"));
    evidence.source = context.source_of(node, inherited);
    context.need_source(node.where, evidence.source);
    const auto range = numbers_under(node, "range");
    if (range.size() == 2) evidence.range = RatioRange{range[0], range[1]};
    if (range.size() == 1 || range.size() > 2)
        context.problems().add(node.where, fmt::format("a range of {} numbers", range.size()),
                               "a range is [lowest, highest]", "write two numbers");
    if (evidence.range && (range[0] > evidence.times || range[1] < evidence.times))
        context.problems().add(
            node.where,
            fmt::format("{:g} lies outside its range, {:g} to {:g}", evidence.times, range[0], range[1]),
            "the range is the interval around the ratio", "correct one of them");
    return evidence;
}

FeltSpec read_felt(const Name& name, const Node& node, Context& context) {
    FeltSpec felt;
    felt.name = name;
    using On = FeltSpec::On;
    for (const auto& [key, on] : {std::pair{"rates", On::rates},
                                  {"contacts", On::contacts},
                                  {"lengths", On::lengths},
                                  {"chances", On::chances}})
        if (find(node, key) != nullptr) felt.on = on, felt.what = names_under(node, key);
    felt.when = condition_under(node, "when");
    const std::string source = context.source_of(node);
    felt.claimed = read_evidence(*find(node, "claimed"), context, source);
    felt.controlled = read_evidence(*find(node, "controlled"), context, source);
    felt.onset = time_under(node, "onset");
    felt.waning = time_under(node, "waning");
    felt.only = time_under(node, "only");
    return felt;
}

ProgrammeCostSpec read_cost(const Name& name, const Node& node, Context& context) {
    using Each = ProgrammeCostSpec::Each;
    ProgrammeCostSpec cost{name, as_name(*find(node, "payer")), Each::month,
                           number_under(node, "value", context.source_of(node), context)};
    cost.value.unit = unit_of(node);
    cost.each = word_at<Each>(*find(node, "each"), {{"month", Each::month},
                                                    {"set_up", Each::set_up},
                                                    {"offer", Each::offer},
                                                    {"start", Each::start},
                                                    {"treated_month", Each::treated_month}});
    return cost;
}

StaffSpec read_staff(const Name& name, const Node& node, Context& context) {
    return {name, find(node, "each")->text == "treated",
            number_under(node, "value", context.source_of(node), context)};
}

Prevention kind_at(const Node& node) {
    return word_at<Prevention>(node, {{"primary", Prevention::primary},
                                      {"wider_determinants", Prevention::wider_determinants},
                                      {"secondary", Prevention::secondary},
                                      {"tertiary", Prevention::tertiary}});
}

void read_dates(const Node& root, Context& context, ProgrammeSpec& programme) {
    programme.starts = date_in(text_of(root, "starts")).value_or(Date{});
    const Node* ends = find(root, "ends");
    if (ends == nullptr) return;
    programme.ends = date_in(ends->text);
    if (programme.ends && days_since_epoch(*programme.ends) <= days_since_epoch(programme.starts))
        context.problems().add(
            ends->where,
            fmt::format("the programme ends on {} and starts on {}", ends->text, text_of(root, "starts")),
            "nobody would be offered a place", "give a later end");
}

/// Reads what stands under a key when it has the right shape.
template <class Read>
void when_fits(const Node& root, std::string_view key, Context& context, Read&& read) {
    const Node* node = find(root, key);
    if (node == nullptr) return;
    context.enter(fmt::format("'{}'", key));
    read(*node);
}

}  // namespace

std::optional<ProgrammeSpec> read_programme_from(Files& files, const std::filesystem::path& path,
                                                 const Where& named_at) {
    const std::size_t before = files.problems.size();
    const Node* root = files.tree(path, FileKind::programme, named_at);
    // Parts are read only from a file that fits as a whole.
    if (root == nullptr || files.problems.size() > before) return std::nullopt;
    const SourceBook& book = files.sources_of(*root);
    Context context{files.problems, book};
    ProgrammeSpec programme;
    programme.sources = book.entries;
    programme.where = root->where;
    programme.name = as_name(*find(*root, "name"));
    programme.title = text_of(*root, "title");
    programme.kind = kind_at(*find(*root, "kind"));
    programme.informal = text_of(*root, "approach") == "informal";
    read_dates(*root, context, programme);
    programme.ramp = time_under(*root, "ramp");
    programme.eligible = condition_under(*root, "eligible");
    when_fits(*root, "found", context,
              [&](const Node& node) { programme.found = read_found(node, context); });
    when_fits(*root, "offered", context,
              [&](const Node& node) { programme.offered = read_offer(node, context); });
    when_fits(*root, "taken_up", context,
              [&](const Node& node) { programme.taken_up = read_take_up(node, context); });
    when_fits(*root, "delivered", context,
              [&](const Node& node) { programme.delivered = read_delivery(node, context); });
    if (const Node* sets = find(*root, "sets"))
        for (const Node& item : sets->items) programme.sets.push_back(read_set(item));
    for_each_part(*root, "felt", "effect", context, [&](const Name& name, const Node& node) {
        programme.felt.push_back(read_felt(name, node, context));
    });
    for_each_part(*root, "costs", "programme cost", context, [&](const Name& name, const Node& node) {
        programme.costs.push_back(read_cost(name, node, context));
    });
    for_each_part(*root, "staff", "staff", context, [&](const Name& name, const Node& node) {
        programme.staff.push_back(read_staff(name, node, context));
    });
    if (const Node* stop = find(*root, "stop"))
        programme.stop = StopSpec{*time_under(*stop, "after"), number_at(*find(*stop, "unless_saved")),
                                  unit_of(*stop), stop->where};
    return programme;
}

}  // namespace forestall
