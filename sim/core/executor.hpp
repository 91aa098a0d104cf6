// The one home of parallel code. Work is cut into numbered pieces; whoever runs them, each piece is run once
// and gets the number of the worker that runs it, so that workers keep scratch of their own and nothing is
// shared.
#pragma once

#include <functional>
#include <memory>

namespace forestall {

class Executor {
  public:
    virtual ~Executor() = default;
    /// Most workers that can be busy at once; worker numbers lie below it.
    virtual int workers() const = 0;
    /// Runs `work(piece, worker)` once for each piece in [0, pieces). Returns when all are done; rethrows the
    /// first failure.
    virtual void for_each(int pieces, const std::function<void(int piece, int worker)>& work) = 0;
};

/// Runs the pieces one after another on the calling thread.
class SerialExecutor final : public Executor {
  public:
    int workers() const override { return 1; }
    void for_each(int pieces, const std::function<void(int, int)>& work) override {
        for (int piece = 0; piece < pieces; ++piece) work(piece, 0);
    }
};

/// Runs the pieces on `threads` threads (oneTBB). Built only with FORESTALL_TBB.
std::unique_ptr<Executor> make_tbb_executor(int threads);

}  // namespace forestall
