#include "tools/forestall/columns.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace forestall {

std::string laid_out(const std::vector<Line>& lines, std::size_t first_number, std::size_t numbers) {
    std::vector<std::size_t> widths(lines.front().size());
    for (const Line& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
    std::string text;
    for (const Line& line : lines) {
        std::string row;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const bool is_number = i >= first_number && i < first_number + numbers;
            row += is_number ? fmt::format("{:>{}}  ", line[i], widths[i])
                             : fmt::format("{:<{}}  ", line[i], widths[i]);
        }
        text += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

}  // namespace forestall
