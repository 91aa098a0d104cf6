// Where what an arm changes went: by payer, layer of the pyramid, deprivation fifth and setting, month by
// month. From results alone.
#pragma once

#include <string>
#include <vector>

#include "sim/outcomes/split_screen.hpp"

namespace forestall {

struct WhereItWent {
    std::vector<std::string> horizons;  // "first 12 months", "2030", "the whole run"
    std::vector<std::string> months;    // "2025-04"
    struct Row {
        std::string name, label;
        std::vector<double> by_month;     // the arm less the first
        std::vector<double> differences;  // [horizon]
    };
    struct Block {
        std::string name, title;
        std::vector<Row> rows;
    };
    std::vector<Block> blocks;
    Money money;
    /// The month in which the first measure of the split screen rises most above the first arm's, over three
    /// months; -1: it never does.
    int worst_month = -1;
    double worst = 0;
    std::string worst_title;
};

/// Of one arm after the first; figures of the whole place.
WhereItWent where_it_went(const Results& results, std::size_t arm);

}  // namespace forestall
