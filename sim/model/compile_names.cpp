// Names in the results. A result file keeps axes and measures in one list of names that start with a letter,
// so a clash must be told before the run and not when its results are written.
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "sim/model/compiler.hpp"

namespace forestall {

void Compiler::check_result_names() {
    std::set<std::string> taken{"arm", "draw", "replicate", "month", "year", "yearly", "occurrence_exposure"};
    taken.insert("payer");
    if (!spec_.costs.empty()) taken.insert({"cost", "cost_discounted", "cost_inflated"});
    if (spec_.layers.empty()) taken.insert("moves_to_everyone");  // the layer that is there without layers
    const auto take = [&](const char* what, const Name& name, const std::string& as) {
        if (std::isalpha(static_cast<unsigned char>(as.front())) == 0)
            problems_.add(name.where, fmt::format("{} '{}'", what, name.text),
                          "names in the results start with a letter", "rename it");
        else if (!taken.insert(as).second)
            problems_.add(name.where, fmt::format("{} '{}'", what, name.text),
                          fmt::format("the results have something called '{}' already", as),
                          "rename it, or name it once");
    };
    // Tables have columns of these names, which mean something else.
    for (const auto& name : files_.study.strata)
        for (const char* column : {"date", "place", "measure", "unit", "value"})
            if (name.text == column)
                problems_.add(name.where, fmt::format("stratum '{}'", name.text),
                              "tables have a column of that name", "rename the track");
    for (const auto& name : files_.study.strata)
        take("stratum", name, name.text == "age" ? "age_band" : name.text);
    for (const auto& measure : spec_.measures) take("measure", measure.name, measure.name.text);
    for (const auto& contact : spec_.contacts) take("contact", contact.name, contact.name.text);
    for (const auto& contact : spec_.contacts)
        if (contact.is_utility) take("utility", contact.name, contact.name.text + "_discounted");
    for (const auto& layer : spec_.layers) take("layer", layer.name, "moves_to_" + layer.name.text);
}

}  // namespace forestall
