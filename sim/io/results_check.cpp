#include "sim/io/results_check.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "sim/io/results_text.hpp"

namespace forestall {
namespace {

constexpr std::size_t most_axes = 32;  // HDF5 has no more

/// A letter, then letters, digits and underscores: the names that CF recommends and that are variables in R
/// and MATLAB.
bool is_plain_name(const std::string& name) {
    const auto plain = [](unsigned char c) { return (c < 128 && std::isalnum(c)) || c == '_'; };
    return !name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) &&
           std::all_of(name.begin(), name.end(), plain);
}

class Defects {
  public:
    explicit Defects(const Results& results) : results_(results) {}

    std::vector<std::string> find() {
        check_axes();
        for (const ResultGroup& group : result_groups)
            check_group(results_.*group.variables, *group.name ? group.name : "monthly");
        for (const auto& [name, text] : results_.provenance) {
            check_name(name);
            if (is_format_attribute(name)) add("the attribute name '{}' belongs to the format", name);
            check_text(text, name);
        }
        return std::move(found_);
    }

  private:
    template <class... Arguments>
    void add(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        found_.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
    }

    void check_name(const std::string& name) {
        if (!is_plain_name(name))
            add("the name '{}' is not a letter followed by letters, digits and underscores", name);
    }

    void check_text(const std::string& text, const std::string& owner) {
        if (!is_storable_text(text)) add("a text of '{}' is not UTF-8 or holds a zero byte", owner);
    }

    void check_axes() {
        std::set<std::string> names;
        for (const auto& axis : results_.axes) {
            check_name(axis.name);
            check_text(axis.long_name, axis.name);
            check_text(axis.units, axis.name);
            if (!names.insert(axis.name).second) add("there are two axes named '{}'", axis.name);
            if (is_group_name(axis.name)) add("an axis is named '{}' like the group", axis.name);
            const auto* texts = std::get_if<std::vector<std::string>>(&axis.labels);
            if (texts)
                std::for_each(texts->begin(), texts->end(),
                              [&](const auto& text) { check_text(text, axis.name); });
        }
    }

    void check_group(const std::vector<Variable>& variables, const char* group) {
        std::set<std::string> names;
        for (const auto& variable : variables) {
            check_name(variable.name);
            for (const auto& text : {variable.long_name, variable.units, variable.cell_note})
                check_text(text, variable.name);
            if (!names.insert(variable.name).second)
                add("there are two {} variables named '{}'", group, variable.name);
            const bool taken = is_group_name(variable.name) || find_axis(results_, variable.name);
            if (taken) add("the variable '{}' is named like an axis or a group", variable.name);
            check_cells(variable);
        }
    }

    void check_cells(const Variable& variable) {
        if (variable.axes.size() > most_axes)
            return add("'{}' has more than {} axes", variable.name, most_axes);
        std::size_t cells = 1;
        std::set<std::string> used;
        for (const auto& name : variable.axes) {
            const Axis* axis = find_axis(results_, name);
            if (!axis) return add("the axis '{}' of '{}' does not exist", name, variable.name);
            if (!used.insert(name).second) return add("'{}' has the axis '{}' twice", variable.name, name);
            if (__builtin_mul_overflow(cells, axis->size(), &cells))
                return add("'{}' is too large", variable.name);
        }
        const std::size_t values = std::visit([](const auto& all) { return all.size(); }, variable.values);
        if (values != cells) add("'{}' has {} values for {} cells", variable.name, values, cells);
    }

    const Results& results_;
    std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> defects(const Results& results) { return Defects(results).find(); }

const Axis* find_axis(const Results& results, const std::string& name) {
    const auto same = [&](const Axis& axis) { return axis.name == name; };
    const auto axis = std::find_if(results.axes.begin(), results.axes.end(), same);
    return axis == results.axes.end() ? nullptr : &*axis;
}

bool is_group_name(const std::string& name) {
    return std::any_of(result_groups.begin(), result_groups.end(),
                       [&](const ResultGroup& group) { return *group.name && name == group.name; });
}

bool is_format_attribute(const std::string& name) { return name == "_NCProperties" || name == "Conventions"; }

}  // namespace forestall
