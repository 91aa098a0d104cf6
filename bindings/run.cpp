// Compiling and running studies, with the GIL let go.
#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "bindings/topics.hpp"
#include "sim/io/safe_file.hpp"
#include "sim/study/evaluation.hpp"
#include "sim/study/pasts_shelf.hpp"

namespace forestall::bindings {

namespace {

using Flag = std::shared_ptr<std::atomic<bool>>;

/// Of the whole process: threads that run points of one sweep live each past once.
PastsShelf& shelf() {
    static PastsShelf one;
    return one;
}

/// Pasts as files in a folder. What is damaged or from another build has another digest or length, and is
/// lived anew; a full disk or a folder that cannot be written to only costs time.
class PastsFolder final : public PastsKeeper {
  public:
    explicit PastsFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    bool load(const std::string& digest, const Parts& parts) override {
        std::ifstream file(folder_ / digest, std::ios::binary);
        std::uint64_t seal = 0, written = 0;
        for (const auto part : parts) {
            if (!file.read(reinterpret_cast<char*>(part.data()), static_cast<std::streamsize>(part.size())))
                return false;
            seal = mixed(seal, part);
        }
        file.read(reinterpret_cast<char*>(&written), sizeof written);
        return file && file.peek() == std::ifstream::traits_type::eof() && written == seal;
    }

    void save(const std::string& digest, const Parts& parts) override {
        try {
            SafeFile file(folder_ / digest);
            std::uint64_t seal = 0;
            for (const auto part : parts) {
                file.write({reinterpret_cast<const char*>(part.data()), part.size()});
                seal = mixed(seal, part);
            }
            file.write({reinterpret_cast<const char*>(&seal), sizeof seal});
            file.finish();
            file.publish();
        } catch (const std::exception&) {
            // The next process lives them again.
        }
    }

  private:
    /// Tells damage, not malice: whoever can write to the folder can as well change the program.
    static std::uint64_t mixed(std::uint64_t seal, std::span<const std::byte> bytes) {
        seal ^= bytes.size();
        std::uint64_t word = 0;
        for (std::size_t at = 0; at + sizeof word <= bytes.size(); at += sizeof word) {
            std::memcpy(&word, bytes.data() + at, sizeof word);
            seal = (seal ^ word) * 0x9e3779b97f4a7c15u;
            seal ^= seal >> 32;
        }
        return seal;
    }

    std::filesystem::path folder_;
};

Compiled prepare_inputs(const Inputs& inputs, int threads) {
    const auto executor = executor_of(threads);
    const py::gil_scoped_release free;
    auto model = std::make_shared<const Model>(prepare(inputs.files, *executor, shelf()));
    check_fits(inputs.files, *model);
    return {std::move(model)};
}

py::list factors(const Compiled& compiled) {
    py::list made;
    for (const Factor& factor : compiled.model->factors)
        made.append(py::make_tuple(factor.name, factor.title, factor.states));
    return made;
}

std::vector<std::string> arms_in(ArmSet set, const StudyFiles& files) {
    std::vector<std::string> names;
    for_each_arm(
        set, [&](int arm) { names.push_back(files.study.arms[static_cast<std::size_t>(arm)].name.text); });
    return names;
}

py::dict told(const ScoreReport& report, const StudyFiles& files, const Model& model) {
    const auto quality = [](const ScoreQuality& one) {
        py::dict made;
        made["sensitivity"] = one.sensitivity;
        made["ppv"] = one.ppv;
        made["auc"] = one.auc;
        return made;
    };
    py::list thumbs;
    for (const auto& one : report.thumbs)
        thumbs.append(py::make_tuple(one.name, one.flagged, quality(one.achieved), one.score_finds));
    py::dict made;
    made["programme"] = model.programmes[static_cast<std::size_t>(report.programme)].name;
    made["arms"] = arms_in(report.arms, files);
    made["by_finder"] = report.by_finder;
    made["people"] = report.people;
    made["flagged"] = report.flagged;
    made["expected"] = quality(report.expected);
    made["achieved"] = quality(report.achieved);
    made["rules_of_thumb"] = thumbs;
    made["tenth_expected"] = report.tenth_expected;
    made["tenth_happened"] = report.tenth_happened;
    made["missed"] = report.missed;
    return made;
}

py::dict told(const ProgrammesOutcome& outcome, const StudyFiles& files, const Model& model) {
    py::list scores, uses;
    for (const ScoreReport& one : outcome.scores) scores.append(told(one, files, model));
    for (std::size_t a = 0; a < outcome.uses.size(); ++a) {
        const ArmSpec& arm = files.study.arms[a];
        for (std::size_t u = 0; u < outcome.uses[a].size() && u < arm.programmes.size(); ++u) {
            const UseReport& use = outcome.uses[a][u];
            uses.append(py::make_tuple(
                arm.name.text, model.programmes[static_cast<std::size_t>(arm.programmes[u].programme)].name,
                use.first_month, use.last_month, use.stopped_by_review));
        }
    }
    py::dict made;
    made["uses"] = uses;
    made["scores"] = scores;
    made["changed_lives"] = outcome.changed_lives;
    return made;
}

py::dict told(const SharedOut& shared) {
    py::list rows;
    for (const auto& row : shared.rows)
        rows.append(py::make_tuple(row.measure, row.title, row.unit, row.whole, row.shares));
    py::dict made;
    made["arm"] = shared.arm;
    made["programmes"] = shared.programmes;
    made["is_exact"] = shared.is_exact;
    made["rows"] = rows;
    return made;
}

py::dict told(const RunStatistics& one) {
    py::dict made;
    made["people_at_start"] = one.people_at_start;
    made["newborns"] = one.newborns;
    made["migrants"] = one.migrants;
    made["events"] = one.events;
    made["strands"] = one.strands;
    made["record_bytes"] = one.record_bytes;
    made["seconds_start"] = one.seconds_start;
    made["seconds_lives"] = one.seconds_windows;
    made["seconds_meetings"] = one.seconds_meetings;
    return made;
}

/// By programme, "finder", "response" or "stop_rule".
using Functions = std::map<std::string, std::map<std::string, py::object>>;

Callables callables_of(const Functions& functions) {
    Callables made;
    for (const auto& [programme, by_kind] : functions)
        for (const auto& [kind, function] : by_kind) {
            if (kind == "finder") made.finders[programme] = finder_of(function);
            if (kind == "response") made.responses[programme] = response_of(function);
            if (kind == "stop_rule") made.stop_rules[programme] = stop_rule_of(function);
        }
    return made;
}

py::dict run(const Inputs& inputs, const Compiled& compiled, std::uint64_t seed, int replicates,
             int first_replicate, double sample, int threads, const py::object& tell, const Flag& stop,
             const Functions& functions, TodayShelf* today) {
    StudySettings settings;
    settings.seed = seed;
    settings.replicates = replicates;
    settings.first_replicate = first_replicate;
    settings.sample = sample;
    settings.stop = stop.get();
    settings.progress = progress_of(tell);
    settings.callables = callables_of(functions);
    settings.today = today;
    const auto executor = executor_of(threads);
    auto outcome = [&] {
        const py::gil_scoped_release free;
        return run_study(inputs.files, *compiled.model, settings, *executor);
    }();
    py::list programmes;
    for (const ProgrammesOutcome& one : outcome.programmes)
        programmes.append(told(one, inputs.files, *compiled.model));
    py::dict made;
    made["programmes"] = programmes;
    made["shared_out"] = outcome.shared_out ? py::object(told(*outcome.shared_out)) : py::none();
    made["statistics"] = told(outcome.statistics);
    made["threads"] = executor->workers();
    made["results"] = std::make_shared<Results>(std::move(outcome.results));
    return made;
}

py::dict evaluate_inputs(const Inputs& inputs, const Compiled& compiled, const std::string& arm,
                         const std::string& outcome, int before, int recruit, int after, int clusters,
                         std::uint64_t seed, std::uint32_t replicate, double sample, int threads,
                         const py::object& tell, const Flag& stop) {
    const EvaluationSettings settings{arm,       outcome, before,     recruit,          after, clusters, seed,
                                      replicate, sample,  stop.get(), progress_of(tell)};
    const auto executor = executor_of(threads);
    const Evaluation found = [&] {
        const py::gil_scoped_release free;
        return evaluate(inputs.files, *compiled.model, settings, *executor);
    }();
    py::list designs;
    for (const DesignResult& one : found.designs)
        designs.append(py::make_tuple(one.name, one.treated, one.compared, one.found.value, one.found.error,
                                      one.truth.value, one.truth.error));
    py::dict means;
    means["people"] = found.means.people;
    means["before"] = found.means.before;
    means["after"] = found.means.after;
    means["after_without"] = found.means.after_without;
    means["after_matched"] = found.means.after_matched;
    py::dict made;
    made["arm"] = found.arm;
    made["programme"] = found.programme;
    made["outcome"] = found.outcome;
    made["first_month"] = found.first_month;
    made["last_month"] = found.last_month;
    made["means"] = means;
    made["designs"] = designs;
    made["with_programme"] = found.with_programme;
    made["without"] = found.without;
    return made;
}

}  // namespace

std::unique_ptr<Executor> executor_of(int threads) {
#ifdef FORESTALL_HAS_TBB
    if (threads != 1)
        return make_tbb_executor(
            threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
#endif
    (void)threads;
    return std::make_unique<SerialExecutor>();
}

std::function<void(double)> progress_of(const py::object& tell) {
    if (tell.is_none()) return {};
    using Clock = std::chrono::steady_clock;
    constexpr auto pause = std::chrono::milliseconds(100);
    auto last = std::make_shared<Clock::time_point>();
    // The caller keeps the function alive until the run is over.
    return [tell = tell.ptr(), last, pause](double share) {
        if (share < 1 && Clock::now() - *last < pause) return;
        *last = Clock::now();
        const py::gil_scoped_acquire gil;
        py::reinterpret_borrow<py::object>(tell)(share);
    };
}

void add_run(py::module_& module) {
    py::class_<std::atomic<bool>, Flag>(module, "Stop",
                                        "Set from any thread: the runs that hold it stop soon.")
        .def(py::init([] { return std::make_shared<std::atomic<bool>>(false); }))
        .def("set", [](std::atomic<bool>& flag) { flag = true; })
        .def("is_set", [](const std::atomic<bool>& flag) { return flag.load(); });
    py::class_<Compiled>(module, "Compiled", "A model ready to run.")
        .def_property_readonly("factors", &factors);
    py::class_<TodayShelf>(module, "TodayShelf",
                           "Today's lives, kept between runs of studies that differ in their programmes' "
                           "settings alone: the later ones live again only those whom a programme may reach.")
        .def(py::init<>());
    module.def("prepare", &prepare_inputs, py::arg("inputs"), py::arg("threads") = 0);
    module.def("run", &run, py::arg("inputs"), py::arg("compiled"), py::arg("seed"), py::arg("replicates"),
               py::arg("first_replicate"), py::arg("sample"), py::arg("threads"), py::arg("tell"),
               py::arg("stop"), py::arg("functions"), py::arg("today") = nullptr);
    module.def(
        "keep_pasts_in",
        [](const std::string& folder) { shelf().keep_with(std::make_shared<PastsFolder>(folder)); },
        py::arg("folder"), "Pasts are looked for in this folder before they are lived, and left there.");
    module.def("evaluate", &evaluate_inputs, py::arg("inputs"), py::arg("compiled"), py::arg("arm"),
               py::arg("outcome"), py::arg("before"), py::arg("recruit"), py::arg("after"),
               py::arg("clusters"), py::arg("seed"), py::arg("replicate"), py::arg("sample"),
               py::arg("threads"), py::arg("tell"), py::arg("stop"));
}

}  // namespace forestall::bindings
