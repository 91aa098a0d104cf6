// What the readers of one file share: where problems go, and which sources there are.
//
// A source named on a block covers the numbers inside, so readers pass the nearest one down as `inherited`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/core/errors.hpp"
#include "sim/io/node.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// The sources that a file may name.
struct SourceBook {
    enum class State { read, unreadable, not_named } state = State::not_named;
    Sources entries;
    std::string file;
};

class Context {
  public:
    Context(Problems& problems, const SourceBook& book) : problems_(problems), book_(book) {}

    Problems& problems() { return problems_; }

    /// The readers now read this part ("process 'birth'"), for which a missing source is told once.
    void enter(std::string part);

    /// The block's own source, which must exist, or the inherited one.
    std::string source_of(const Node& block, const std::string& inherited = {});

    /// The groups of multipliers that the file names.
    std::map<std::string, std::vector<TimesSpec>>& multipliers() { return multipliers_; }

    /// A source named outside a block, as in a table: it must exist.
    void check_source(const Name& source);

    /// A number stands here: it must have a source.
    void need_source(const Where& where, const std::string& source);

  private:
    void refuse_source(const Name& source);

    Problems& problems_;
    const SourceBook& book_;
    std::map<std::string, std::vector<TimesSpec>> multipliers_;
    std::string part_;
    bool told_missing_ = false;
    bool told_no_book_ = false;
};

}  // namespace forestall
