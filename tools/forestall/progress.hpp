// A line on the terminal that shows how far a run is, how fast it goes and how long it will take.
#pragma once

#include <chrono>
#include <string>

namespace forestall {

class Progress {
  public:
    enum class Show { when_terminal, always, not_at_all };
    explicit Progress(Show show);
    ~Progress();
    /// `share` of the work is done, 0 to 1. Redraws at most ten times a second.
    void update(double share);
    /// The same with a few words in place of the speed.
    void update(double share, const std::string& note);
    double seconds_taken() const;
    /// Clears the line.
    void done();

  private:
    bool shown_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point start_, last_;
};

/// "1 min 20 s"
std::string in_words(double seconds);

}  // namespace forestall
