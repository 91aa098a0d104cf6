// What an onlooker of one life is told. The trace is made from it; a run without an onlooker pays one untaken
// branch.
#pragma once

#include <cstdint>
#include <span>

#include "sim/core/time.hpp"
#include "sim/model/rows.hpp"

namespace forestall {

class Watch {
  public:
    virtual ~Watch() = default;
    enum class Kind { begins, born, arrives, process, timer_ends, birthday, since_break, counter_falls };
    /// Something happened at minute t. `index`: process, timer, Since or counter. Factors just before and
    /// just after.
    virtual void happened(Minutes t, Kind kind, int index, std::span<const FactorValue> before,
                          std::span<const FactorValue> after) = 0;
    /// The clocks' rates from minute t until the next event, which is planned for `until`: in clock units a
    /// minute, calendars apart.
    virtual void rates(Minutes t, Minutes until, std::span<const float> per_minute) = 0;
    /// The life ends (death or moving away) at minute t.
    virtual void gone(Minutes t, bool died) = 0;
};

}  // namespace forestall
