// Fuzzes result files from both ends. Any bytes read as results, or are an InputError. Any results are
// written so that they read back and write the same bytes again, or are refused as inconsistent.
//
// With FORESTALL_FUZZ_PAST_SEAL set in the environment, the bytes are changes to a sound file, sealed again:
// that is HDF5's own code on hostile files, and it finds HDF5's own errors (1.10.8 leaks and loops).
#include <cstdlib>
#include <string>

#include <fuzzer/FuzzedDataProvider.h>

#include "sim/core/errors.hpp"
#include "sim/io/results_image.hpp"
#include "sim/io/results_reader.hpp"
#include "sim/io/results_seal.hpp"

namespace {

using namespace forestall;

std::string any_name(FuzzedDataProvider& source) {
    static const std::string likely[] = {"month", "year", "arm", "falls", "yearly", "units", "a_b"};
    return source.ConsumeBool() ? source.PickValueInArray(likely) : source.ConsumeRandomLengthString(6);
}

Axis any_axis(FuzzedDataProvider& source) {
    Axis axis{any_name(source),
              any_name(source),
              source.ConsumeBool() ? "days since 2024-07-01" : any_name(source),
              {}};
    const auto size = source.ConsumeIntegralInRange<std::size_t>(0, 40);
    if (source.ConsumeBool()) {
        axis.labels = std::vector<std::int32_t>(size, source.ConsumeIntegral<std::int32_t>());
    } else {
        axis.labels = std::vector<std::string>(size, any_name(source));
    }
    return axis;
}

Variable any_variable(FuzzedDataProvider& source, const Results& results) {
    Variable variable{any_name(source), any_name(source), any_name(source), any_name(source), {}, {}};
    std::size_t cells = source.ConsumeIntegralInRange(0, 9) == 0 ? 2 : 1;  // now and then one too many
    for (auto axes = source.ConsumeIntegralInRange(0, 3); axes > 0; --axes) {
        if (results.axes.empty()) break;
        const Axis& axis =
            results.axes[source.ConsumeIntegralInRange<std::size_t>(0, results.axes.size() - 1)];
        variable.axes.push_back(axis.name);
        cells *= axis.size();
    }
    if (source.ConsumeBool()) {
        variable.values = std::vector<std::int64_t>(cells, source.ConsumeIntegral<std::int64_t>());
    } else {
        variable.values = std::vector<double>(cells, source.ConsumeFloatingPoint<double>());
    }
    return variable;
}

Results any_results(FuzzedDataProvider& source) {
    Results results;
    for (auto n = source.ConsumeIntegralInRange(0, 4); n > 0; --n) results.axes.push_back(any_axis(source));
    for (auto n = source.ConsumeIntegralInRange(0, 3); n > 0; --n)
        results.monthly.push_back(any_variable(source, results));
    for (auto n = source.ConsumeIntegralInRange(0, 2); n > 0; --n)
        results.yearly.push_back(any_variable(source, results));
    const auto long_text = std::string(source.ConsumeIntegralInRange<std::size_t>(0, 70'000), 'x');
    results.provenance[any_name(source)] = long_text + source.ConsumeRandomLengthString(20);
    return results;
}

void write_and_read(FuzzedDataProvider& source) {
    const Results results = any_results(source);
    std::string written;
    try {
        written = results_image(results);
    } catch (const RunError&) {
        return;  // inconsistent, and seen to be
    }
    if (results_image(read_results_image(written, "fuzz.h5")) != written) std::abort();
}

std::string changed(std::string bytes, FuzzedDataProvider& source) {
    while (source.remaining_bytes() > 0) {
        const auto where = source.ConsumeIntegralInRange<std::size_t>(0, bytes.size() - 1);
        bytes[where] = source.ConsumeIntegral<char>();
    }
    return bytes;
}

std::string any_bytes(FuzzedDataProvider& source) {
    static const bool past_seal = std::getenv("FORESTALL_FUZZ_PAST_SEAL");
    static const std::string sound = [] {
        Results results;
        results.axes = {{"month", "Month", "days since 2024-07-01", std::vector<std::int32_t>{0, 31}},
                        {"arm", "Arm", "", std::vector<std::string>{"today"}}};
        results.monthly = {
            {"falls", "Falls", "events", "", {"arm", "month"}, std::vector<std::int64_t>{1, 2}}};
        return results_image(results);
    }();
    if (past_seal) return sealed(changed(std::string(unsealed(sound)), source));
    return source.ConsumeBool() ? changed(sound, source) : source.ConsumeRemainingBytesAsString();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider source(data, size);
    if (source.ConsumeBool()) {
        write_and_read(source);
        return 0;
    }
    try {
        read_results_image(any_bytes(source), "fuzz.h5");
    } catch (const InputError&) {
    }
    return 0;
}
