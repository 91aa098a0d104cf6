// The two kinds of error a user can meet, and the list that gathers problems so that all are told at once.
//
// Every message follows one grammar: what is wrong (why it is wrong); what to do about it.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/where.hpp"

namespace forestall {

/// One thing wrong with what a user wrote.
struct Problem {
    Where where;
    std::string what;    // "unknown key 'rates' in process 'birth'"
    std::string why;     // "a process has a fixed set of keys" (may be empty)
    std::string remedy;  // "did you mean 'rate'?" (may be empty)
};

std::string to_string(const Problem& problem);

/// What a user wrote cannot be used. Carries every problem found, in the order of file, line and column.
class InputError : public std::runtime_error {
  public:
    explicit InputError(std::vector<Problem> problems);
    explicit InputError(const Problem& problem) : InputError(std::vector<Problem>{problem}) {}
    const std::vector<Problem>& problems() const { return problems_; }

  private:
    std::vector<Problem> problems_;
};

/// The run met something impossible, or the machine refused (full disk, unwritable file).
class RunError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The user asked to stop (Ctrl-C).
class Interrupted : public std::runtime_error {
  public:
    Interrupted() : std::runtime_error("stopped on request; nothing was written") {}
};

/// Gathers problems; `raise_if_any` throws them together.
class Problems {
  public:
    void add(const Where& where, std::string what, std::string why = {}, std::string remedy = {});
    bool empty() const { return problems_.empty(); }
    std::size_t size() const { return problems_.size(); }
    const std::vector<Problem>& list() const { return problems_; }
    void raise_if_any() const;

  private:
    std::vector<Problem> problems_;
};

/// The candidate spelt most like `word`, or an empty string when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean 'x'?" when something is near, else "use one of a, b, c".
std::string suggest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace forestall
