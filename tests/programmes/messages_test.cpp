// What a user may get wrong in programmes and in arms that use them.
#include <algorithm>

#include "sim/core/errors.hpp"
#include "sim/study/study.hpp"
#include "tests/catch.hpp"
#include "tests/support/open_model.hpp"

using namespace forestall;
using namespace forestall::testing;

namespace {

StudyText with(const std::string& programme, const std::string& arms = "") {
    StudyText text = open_model();
    text.tables["p.yaml"] = "forestall: programme\nname: p\ntitle: P\nsources: sources.yaml\nkind: primary\n"
                            "approach: informal\n" +
                            programme;
    text.arms = arms.empty() ? "  today: {title: Today}\n  p: {programmes: [{file: p.yaml}]}\n" : arms;
    return text;
}

/// Whether exactly one of the complaints holds the words, and says where.
bool tells(const StudyText& text, const std::string& words) {
    std::vector<std::string> all = complaints(text);
    if (all.empty()) {
        const SmallStudy study(text);
        try {
            check_fits(study.files, study.model);
        } catch (const InputError& error) {
            for (const auto& problem : error.problems()) all.push_back(to_string(problem));
        }
    }
    const auto many = std::count_if(
        all.begin(), all.end(), [&](const std::string& one) { return one.find(words) != std::string::npos; });
    for (const auto& one : all) UNSCOPED_INFO(one);
    return many == 1;
}

constexpr const char* head = "starts: 2024-06-01\neligible: everyone\nfound: everyone\n";

std::string effect(const std::string& rest) { return std::string(head) + "felt:\n  e: " + rest + "\n"; }

constexpr const char* evidence = "claimed: {times: 0.5}, controlled: {times: 0.9}, source: assumed";

}  // namespace

TEST_CASE("a programme without a start is refused", "[programmes]") {
    CHECK(tells(with("eligible: everyone\nfound: everyone\noffered: {a_month: 10, source: assumed}\n"),
                "missing key 'starts' in the programme file"));
}

TEST_CASE("an effect on what the model lacks is refused with what is near", "[programmes]") {
    CHECK(tells(with(effect(std::string("{rates: admision, ") + evidence + "}")),
                "'admision', which is no process with a rate"));
    CHECK(
        tells(with(effect(std::string("{rates: admision, ") + evidence + "}")), "did you mean 'admission'"));
    CHECK(tells(with(effect(std::string("{contacts: gp_visit, ") + evidence + "}")), "which is no contact"));
    CHECK(
        tells(with(effect(std::string("{lengths: falls_ill, ") + evidence + "}")), "no process with a stay"));
    CHECK(tells(with(effect(std::string("{chances: admission/then/branch/9, ") + evidence + "}")),
                "no chance of a branch"));
    CHECK(
        tells(with(effect(std::string("{rates: finds_work, ") + evidence + "}")), "no process with a rate"));
}

TEST_CASE("an effect below 0 or outside its own range is refused", "[programmes]") {
    CHECK(tells(
        with(effect("{rates: admission, claimed: {times: -0.5}, controlled: {times: 1}, source: assumed}")),
        "-0.5"));
    CHECK(tells(
        with(effect("{rates: admission, claimed: {times: 0.5, range: [0.6, 0.8]}, controlled: {times: 1}, "
                    "source: assumed}")),
        "0.5 lies outside its range, 0.6 to 0.8"));
    CHECK(tells(
        with(effect("{rates: admission, contacts: gp_visits, claimed: {times: 0.5}, controlled: {times: 1}, "
                    "source: assumed}")),
        "contacts"));
}

TEST_CASE("a figure without a source is refused", "[programmes]") {
    CHECK(tells(with(std::string(head) + "offered: {a_month: 10}\n"),
                "a number without a source in 'offered'"));
}

TEST_CASE("people who cannot be eligible are refused", "[programmes]") {
    CHECK(tells(with("starts: 2024-06-01\nfound: everyone\neligible: {age: {at_least: 70, below: 60}}\n"),
                "nobody can ever be eligible for 'p'"));
    CHECK(tells(with("starts: 2024-06-01\nfound: everyone\neligible: {helth: ill}\n"), "helth"));
}

TEST_CASE("nobody eligible at the start is told when it is known", "[programmes]") {
    StudyText text =
        with("starts: 2024-06-01\nfound: everyone\neligible: {care: residential, age: {below: 30}}\n");
    const SmallStudy study(text);
    SerialExecutor serial;
    try {
        run_study(study.files, study.model, {}, serial);
        FAIL("accepted");
    } catch (const InputError& error) {
        CHECK(std::string(error.what()).find("nobody is eligible for 'p' when it starts (2024-06-01)") !=
              std::string::npos);
    }
}

TEST_CASE("dates that contradict each other are refused", "[programmes]") {
    CHECK(tells(with("starts: 2024-06-01\nends: 2024-05-01\neligible: everyone\nfound: everyone\n"),
                "the programme ends on 2024-05-01"));
    CHECK(tells(with("starts: 2024-06-05\nends: 2024-06-20\neligible: everyone\nfound: everyone\n"),
                "there is none between"));
    const std::string programme = std::string("ends: 2025-01-01\n") + head;
    CHECK(tells(
        with(programme, "  today: {title: Today}\n  p: {programmes: [{file: p.yaml, starts: 2026-01-01}]}\n"),
        "starts on 2026-01-01 in arm 'p' and ends on 2025-01-01"));
    CHECK(tells(
        with(head,
             "  today: {title: Today}\n  p: {programmes: [{file: p.yaml, after_saving: {value: 1, unit: "
             "gbp_2023_24, of_latest: 2024-04-01}}]}\n"),
        "the two contradict each other"));
}

TEST_CASE("an order that nobody can be put in is refused", "[programmes]") {
    CHECK(tells(with(std::string(head) + "offered: {a_month: 5, first: highest_score, source: assumed}\n"),
                "nobody is given a score"));
    CHECK(tells(with(std::string(head) + "offered: {a_month: 5, first: longest_waiting, source: assumed}\n"),
                "people wait from a referral on"));
}

TEST_CASE("a score that no picking could miss, or none could reach, is refused", "[programmes]") {
    const auto score = [](const std::string& rest) {
        return with(
            "starts: 2024-06-01\neligible: everyone\nfound: {predicts: {admission: 1}, within: 1 years, " +
            rest + ", source: assumed}\n");
    };
    CHECK(tells(score("flagged: 0.5, sensitivity: 0.3"), "picking people at random finds as large a share"));
    CHECK(tells(score("flagged: 0.5, auc: 0.4"), "a score that knows nothing has 0.5"));
    CHECK(tells(score("flagged: 0.5, auc: 0.7, ppv: 0.4"), "ppv"));
    CHECK(tells(score("flagged: 0.5"), "sensitivity"));
}

TEST_CASE("arms that cannot be what they say are refused", "[programmes]") {
    CHECK(tells(with(head, "  today: {title: Today}\n  p: {programmes: [{file: p.yaml}, {file: p.yaml}]}\n"),
                "arm 'p' has 'p' twice"));
    CHECK(tells(
        with(head, "  p: {programmes: [{file: p.yaml, after_saving: {value: 10, unit: gbp_2023_24}}]}\n"),
        "the first arm is what savings are measured against"));
    CHECK(tells(
        with(head,
             "  today: {title: Today}\n  p: {programmes: [{file: p.yaml, after_saving: {value: 10, unit: "
             "euros}}]}\n"),
        "a saving in euros"));
    CHECK(
        tells(with(std::string(head) + "stop: {after: 1 years, unless_saved: 0}\n",
                   "  today: {title: Today}\n  p: {times: {admission: 0.5}, programmes: [{file: p.yaml}]}\n"),
              "other people's lives than the first arm"));
    CHECK(tells(with(std::string(head) +
                     "costs: {team: {each: month, payer: nsh, value: 1, unit: gbp_2023_24, source: "
                     "assumed}}\n"),
                "unknown payer 'nsh'"));
    StudyText text = with(head);
    text.study += "table: [admissions, bed_dayz]\n";
    CHECK(tells(text, "unknown measure 'bed_dayz'"));
    text = with(head);
    text.study += "attribution: p\n";
    CHECK(tells(text, "attribution is over several programmes"));
    text = with(head);
    text.study += "attribution: q\n";
    CHECK(tells(text, "there is no arm 'q'"));
}

TEST_CASE("every problem of a programme is told at once, at its place", "[programmes]") {
    const auto all =
        complaints(with("starts: 2024-06-01\neligible: {age: {at_least: 70, below: 60}}\nfound: {events: "
                        "[admissions], chance: 0.5, source: assumed}\nfelt:\n  e: {rates: [deth], " +
                        std::string(evidence) + "}\nsets: [{health: dead}]\n"));
    REQUIRE(all.size() == 4);
    for (const auto& one : all) CHECK(one.find("p.yaml:") != std::string::npos);
}
