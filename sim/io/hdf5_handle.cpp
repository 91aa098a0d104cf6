#include "sim/io/hdf5_handle.hpp"

#include <fmt/format.h>

namespace forestall {
namespace {

std::mutex& hdf5_mutex() {
    static std::mutex mutex;
    return mutex;
}

/// The walk starts at the innermost error, which names the cause; the outer ones only repeat what was asked.
herr_t keep_first_description(unsigned, const H5E_error2_t* error, void* text) {
    auto& first = *static_cast<std::string*>(text);
    if (first.empty() && error->desc) first = error->desc;
    return 0;
}

}  // namespace

void raise_hdf5_error(const std::string& doing) {
    std::string reason;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first_description, &reason);
    throw Hdf5Error(reason.empty() ? "cannot " + doing : fmt::format("cannot {}: {}", doing, reason));
}

Hdf5Session::Hdf5Session() : only_one_(hdf5_mutex()) {
    H5Eget_auto2(H5E_DEFAULT, &printer_, &printer_data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Hdf5Session::~Hdf5Session() { H5Eset_auto2(H5E_DEFAULT, printer_, printer_data_); }

}  // namespace forestall
