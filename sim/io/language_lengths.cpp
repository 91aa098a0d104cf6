// Distributions of lengths of time.
#include "sim/io/language_words.hpp"

namespace forestall::language {

namespace {

Shape positive(const std::string& noun) {
    return number(noun, {.above = 0}, "it must be more than 0", "1.5");
}
Shape time_or_table() { return defined("time_or_table"); }

Shape exponential() {
    return record("exponential", {required("mean", time_or_table(), "mean length")}, "{mean: 4 days}");
}

Shape weibull() {
    return record("weibull",
                  {required("shape", positive("shape"), "under 1: ever less likely to end"),
                   optional("scale", time_or_table(), "scale"),
                   optional("mean", time_or_table(), "mean length, instead of scale")},
                  "{shape: 1.5, scale: 2 years}", {"scale", "mean"});
}

Shape gamma() {
    return record(
        "gamma",
        {required("shape", positive("shape"), "shape"), required("mean", time_or_table(), "mean length")},
        "{shape: 2, mean: 5 days}");
}

Shape lognormal() {
    return record("lognormal",
                  {optional("median", time_or_table(), "median length"),
                   optional("mean", time_or_table(), "mean length, instead of median"),
                   required("sd_log", positive("sd_log"), "standard deviation of the logarithm")},
                  "{median: 4 days, sd_log: 1.2}", {"median", "mean"});
}

Shape empirical() {
    const Shape weight = number("weight", {.at_least = 0}, "a weight is at least 0", "0.7");
    return record("empirical",
                  {required("lengths", list_of(duration(), 1), "lengths of time"),
                   required("weights", list_of(weight, 1), "a weight for each length")},
                  "{lengths: [1 days, 3 days], weights: [0.7, 0.3]}");
}

Shape distribution() {
    return record("length",
                  {optional("exponential", exponential(), "memoryless"),
                   optional("weibull", weibull(), "Weibull"), optional("gamma", gamma(), "gamma"),
                   optional("lognormal", lognormal(), "log-normal"),
                   optional("fixed", time_or_table(), "always the same"),
                   optional("empirical", empirical(), "one of these lengths"),
                   optional("times", defined("length_times"), "what multiplies the length"), source()},
                  "{lognormal: {median: 4 days, sd_log: 1.2}}",
                  {"exponential", "weibull", "gamma", "lognormal", "fixed", "empirical"});
}

}  // namespace

void add_lengths(Definitions& all) {
    ChoiceForm form{{if_scalar(duration()), if_map(distribution())}};
    all["length"] = {std::move(form), "length", "a length is a time, or a distribution of times",
                     distribution().example};
}

}  // namespace forestall::language
