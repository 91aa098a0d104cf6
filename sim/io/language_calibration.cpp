// The calibration file, and the file of fitted parameters that a calibration writes.
#include "sim/io/language_words.hpp"
#include "sim/model/spec.hpp"

namespace forestall::language {

namespace {

Shape ratio(const char* noun, const char* example) {
    return number(noun, {.above = 0}, "a factor is a ratio, more than 0", example);
}

Shape paths() { return one_or_more({TextForm{}, "path of a parameter", {}, "processes/falls_ill/rate"}); }

Shape free_parameters() {
    return record("free parameters",
                  {required("parameters", paths(), "paths of parameters that share one factor"),
                   required("at_least", ratio("lower bound", "0.7"), "the lowest factor, at most 1"),
                   required("at_most", ratio("upper bound", "1.4"), "the highest factor, at least 1"),
                   optional("range", ratio_range(),
                            "where the factor lies with 95% chance before any target is seen; else as the "
                            "sources say")},
                  "{parameters: [processes/falls_ill/rate], at_least: 0.5, at_most: 2}");
}

Shape calibration() {
    return record("calibration file",
                  {kind_of_file("calibration"), required("name", name("name", "england"), "name of the fit"),
                   required("title", text("title"), "what readers see"),
                   required("study", text("path"), "study file, relative to this file"),
                   required("targets", text("path"), "CSV of targets, relative to this file"),
                   required("sources", text("path"), "sources file, relative to this file"),
                   required("free", list_of(defined("free parameters"), 1), "what may be changed")},
                  {});
}

Shape fitted_group() {
    const Shape error = number("standard error", {.at_least = 0}, "a standard error is at least 0", "0.05");
    return record("fitted parameters",
                  {required("parameters", paths(), "paths of parameters that share one factor"),
                   required("factor", ratio("factor", "1.1"), "what they are multiplied by"),
                   required("standard_error", error, "of the factor's natural logarithm")},
                  "{parameters: [processes/falls_ill/rate], factor: 1.1, standard_error: 0.05}");
}

Shape parameters() {
    const Shape correlation =
        number("correlation", {.at_least = -1, .at_most = 1}, "a correlation lies between -1 and 1", "0.2");
    const Bounds seeds{.at_least = 0, .at_most = static_cast<double>(largest_seed)};
    return record(
        "parameters file",
        {kind_of_file("parameters"), required("name", name("name", "england"), "name of the calibration"),
         required("title", text("title"), "what readers see"),
         required("fitted", list_of(defined("fitted parameters"), 1), "the factors"),
         required("correlation", list_of(list_of(correlation, 1), 1),
                  "of the logarithms of the factors, a row for each"),
         optional("seed", whole("seed", seeds, "1"), "luck of the draws and of the calibration"),
         optional("sample", number("share", {.above = 0, .at_most = 1}, "a share of the people", "0.1"),
                  "share of the people that the calibration simulated"),
         optional("study", name("name", "england"), "study that was calibrated"),
         optional("model_hash", text("digest"), "SHA-256 of the text of its model file"),
         optional("place_hash", text("digest"), "SHA-256 of the text of its place file"),
         optional("hash", text("digest"), "SHA-256 of all texts of the study and the calibration"),
         optional("version", text("version"), "of the program that wrote this")},
        {});
}

}  // namespace

void add_calibration(Definitions& all) {
    all["free parameters"] = free_parameters();
    all["calibration file"] = calibration();
}

void add_parameters(Definitions& all) {
    all["fitted parameters"] = fitted_group();
    all["parameters file"] = parameters();
}

}  // namespace forestall::language
