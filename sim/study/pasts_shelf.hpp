// Pasts that have been lived, kept for the next model that would live the same ones.
//
// They depend on the model, its place and their figures; not on programmes, prices, seeds or arms. A sweep
// over those compiles in a moment where it would else live everybody's past anew for each point.
#pragma once

#include <cstddef>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/model/pasts.hpp"
#include "sim/model/spec.hpp"

namespace forestall {

/// Keeps pasts beyond the process. What cannot be kept or is not there is lived anew, so neither throws.
class PastsKeeper {
  public:
    virtual ~PastsKeeper() = default;
    using Parts = std::vector<std::span<std::byte>>;
    /// Fills the parts. False where it has none of these lengths, or none that is whole.
    virtual bool load(const std::string& digest, const Parts& parts) = 0;
    virtual void save(const std::string& digest, const Parts& parts) = 0;
};

class PastsShelf {
  public:
    /// Keeps those of the `most` models used last.
    explicit PastsShelf(std::size_t most = 3) : most_(most) {}

    /// From now on pasts are looked for there before they are lived, and left there.
    void keep_with(std::shared_ptr<PastsKeeper> keeper);

    /// What compile() asks for: from the shelf, or lived now and put there. Any thread may ask; who asks for
    /// what another thread is living waits for it.
    LivePasts for_study(const StudyFiles& files);

  private:
    struct Lived {
        Pasts pasts;
        std::vector<std::vector<double>> scales;
    };
    using Answer = std::shared_future<Lived>;

    Lived lived_or_kept(const std::string& digest, Model& model, const std::vector<KeptMean>& means,
                        std::size_t lives, Executor& executor, Problems& problems);

    std::size_t most_;
    std::mutex mutex_;
    std::shared_ptr<PastsKeeper> keeper_;
    std::list<std::pair<std::string, Answer>> answers_;  // used last comes first
};

/// Everything of a study that its pasts depend on, as a digest. Of the same build only.
std::string pasts_digest(const StudyFiles& files, const Model& model);

}  // namespace forestall
