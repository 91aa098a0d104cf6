// The programme file: who is found, offered, treated; what it does and costs.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

Shape date() { return {DateForm{}, "date", "a date is written year-month-day", "2026-04-01"}; }

Shape share(const char* noun, const char* example) {
    return number(noun, {.above = 0, .at_most = 1}, "a share is more than 0 and at most 1", example);
}

Shape chance() {
    return number("chance", {.at_least = 0, .at_most = 1}, "a chance lies between 0 and 1", "0.2");
}

Shape positive(const char* noun, const char* example) {
    return number(noun, {.above = 0}, "it must be more than 0", example);
}

Shape at_least_none(const char* noun, const char* example) {
    return number(noun, {.at_least = 0}, "it is at least 0", example);
}

Shape referral() {
    return record("referral",
                  {required("events", one_or_more(name("process")), "processes or `counts` names"),
                   required("chance", chance(), "chance that somebody is referred when one happens"),
                   source()},
                  "{events: [fall], chance: 0.3, source: NAME}");
}

Shape score() {
    MapForm predicts;
    predicts.others =
        Others{.shape = shared(positive("weight", "1")), .doc = "process: weight", .at_least = 1};
    return record(
        "risk score",
        {required("predicts", map("map of weights", std::move(predicts), "{fall: 1}"),
                  "what it predicts, and what each is worth"),
         required("within", duration(), "how far ahead"),
         required("flagged", share("share", "0.1"), "share of the eligible that it flags"),
         optional("sensitivity", share("sensitivity", "0.7"),
                  "share of what happens that happens to the flagged"),
         optional("auc", share("area under the curve", "0.75"),
                  "chance that it ranks somebody to whom it happens above somebody to whom it does not"),
         optional("ppv", share("positive predictive value", "0.3"),
                  "share of the flagged to whom it happens"),
         source()},
        "{predicts: {fall: 1}, within: 12 months, flagged: 0.2, sensitivity: 0.7, source: NAME}",
        {"sensitivity", "auc", "ppv"});
}

Shape found() {
    ChoiceForm form{{if_scalar({WordForm{{"everyone"}}, "way of finding people", "", "everyone"}),
                     if_has("events", referral()), if_has("predicts", score())}};
    return {std::move(form), "way of finding people",
            "people are found by 'everyone', by 'events' (referral) or by what a score 'predicts'",
            "everyone"};
}

Shape offered() {
    return record(
        "offer",
        {optional("a_month", positive("number of offers", "400"), "offers a month"),
         optional("at_once", positive("number of places", "2500"),
                  "people who may be waiting or treated at once"),
         optional("hubs", whole("number of hubs", {.at_least = 1, .at_most = 1000}, "6"),
                  "teams, each with an equal part of the people and of the places"),
         optional("first",
                  word("order", {"highest_score", "longest_waiting", "oldest", "youngest", "by_luck"}),
                  "who comes first"),
         source()},
        "{a_month: 400, first: highest_score, source: NAME}");
}

Shape taken_up() {
    return record(
        "taking up",
        {required("chance", chance(), "chance that an offer is taken up"),
         optional("times", defined("length_times"), "what multiplies the chance"),
         optional("after_refusal", multiplier(), "what each refusal before multiplies the chance by"),
         optional("asked_again", duration(), "how long after a refusal; never when left out"), source()},
        "{chance: 0.55, source: NAME}");
}

Shape delivered() {
    return record(
        "delivery",
        {optional("after", duration(), "from the offer to the start"),
         optional("lasts", duration(), "length of delivery; for life when left out"),
         optional("drop_out", chance(), "chance a month of leaving early"),
         optional("again", duration(), "how long after the end it may start anew; never when left out"),
         source()},
        "{after: 4 weeks, lasts: 6 months, drop_out: 0.03, source: NAME}");
}

Shape delivery_set() {
    MapForm form;
    form.fields = {optional("when", defined("condition"), "whom it changes")};
    form.others = Others{
        .shape = shared(name("state")), .doc = "track: the state it moves to", .at_least = 1, .at_most = 1};
    return map("change", std::move(form), "{diabetes: diagnosed, when: {diabetes: undiagnosed}}");
}

Shape evidence() {
    return record("evidence",
                  {required("times", multiplier(), "the ratio"),
                   optional("range", list_of(multiplier(), 2), "95% interval of the ratio"), source()},
                  "{times: 0.77, range: [0.71, 0.83], source: NAME}");
}

Shape felt() {
    return record(
        "effect",
        {optional("rates", one_or_more(name("process")), "processes that happen more or less often"),
         optional("contacts", one_or_more(name("contact")), "contacts, care hours, utilities"),
         optional("lengths", one_or_more(text("path")), "processes whose stays are longer or shorter"),
         optional("chances", one_or_more(text("path")), "chances of branches, by their path"),
         optional("when", defined("condition"), "in which states it is felt"),
         required("claimed", evidence(), "what the programme says"),
         required("controlled", evidence(), "what controlled evidence supports"),
         optional("onset", duration(), "grows evenly from nothing over this time"),
         optional("waning", duration(), "fades evenly over this time after delivery ends"),
         optional("only", duration(), "felt only for this long from the start of delivery"), source()},
        "{rates: [fall], claimed: {times: 0.5}, controlled: {times: 0.77}, source: NAME}",
        {"rates", "contacts", "lengths", "chances"});
}

Shape cost() {
    return record("programme cost",
                  {required("each", word("each", {"set_up", "month", "offer", "start", "treated_month"}),
                            "what it is paid for"),
                   required("payer", name("payer"), "who pays"),
                   required("value", at_least_none("cost", "25000"), "amount"),
                   required("unit", text("unit of money"), "as in the model's costs"), source()},
                  "{each: month, payer: council, value: 25000, unit: GBP, source: NAME}");
}

Shape staff() {
    return record(
        "staff",
        {required("each", word("each", {"month", "treated"}), "fixed, or for each person in delivery"),
         required("value", at_least_none("number of staff", "12"), "whole-time equivalents"), source()},
        "{each: month, value: 12, source: NAME}");
}

Shape stop() {
    const Shape amount = number("amount", {}, "an amount of money", "0");
    return record(
        "review",
        {required("after", duration(), "time from the programme's start to its review"),
         required("unless_saved", amount, "the least the arm must have saved against the first arm"),
         optional("unit", text("unit of money"), "as in the model's costs")},
        "{after: 18 months, unless_saved: 0, unit: GBP}");
}

Shape programme() {
    const auto parts = [](const char* noun, const Shape& shape, const char* doc) {
        MapForm form;
        form.others = Others{.shape = shared(shape), .doc = doc};
        return map(noun, std::move(form), shape.example);
    };
    return record(
        "programme file",
        {kind_of_file("programme"),
         required("name", name("name", "falls_prevention"), "name of the programme"),
         required("title", text("title"), "what readers see"),
         required("sources", text("path"), "sources file, relative to this file"),
         required("kind",
                  word("kind of prevention", {"wider_determinants", "primary", "secondary", "tertiary"}),
                  "where in life it acts"),
         required("approach", word("approach", {"formal", "informal"}),
                  "services, or what people and communities do"),
         required("starts", date(), "first day on which people are offered a place"),
         optional("ends", date(), "no offers from this day on"),
         optional("ramp", duration(), "numbers grow evenly up to full over this time"),
         required("eligible", defined("condition"), "who may be offered a place"),
         required("found", found(), "how they are found"),
         optional("offered", offered(), "how many, and who first"),
         optional("taken_up", taken_up(), "who says yes"),
         optional("delivered", delivered(), "when and how long"),
         optional("sets", list_of(delivery_set(), 1), "what delivery changes at once"),
         optional("felt", named_parts("felt", "effect", "what it does while it lasts"),
                  "what it does while it lasts"),
         optional("costs", parts("costs", cost(), "what it costs"), "what it costs"),
         optional("staff", parts("staff", staff(), "by role"), "who delivers it"),
         optional("stop", stop(), "a review after which nobody more is offered a place")},
        {});
}

}  // namespace

void add_programme(Definitions& all) {
    all["effect"] = felt();
    all["programme cost"] = cost();
    all["staff"] = staff();
    all["programme file"] = programme();
}

}  // namespace forestall::language
