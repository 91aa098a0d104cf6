// What every use of HDF5 needs: handles that close themselves, failures as exceptions, silence, one thread at
// a time.
//
// Only the C interface, never hdf5_hl: with it in the process our Python module and h5py break each other.
#pragma once

#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include <hdf5.h>

namespace forestall {

/// HDF5 refused. The writer turns it into a RunError, the reader into an InputError.
class Hdf5Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws Hdf5Error: what was being done, and HDF5's own reason where it gives one.
[[noreturn]] void raise_hdf5_error(const std::string& doing);

/// HDF5 reports failure by a negative number, whatever the type; everything else passes through.
template <class Number>
Number hdf5_check(Number result, const std::string& doing) {
    if (result < 0) raise_hdf5_error(doing);
    return result;
}

/// An open file, group, dataset, attribute, type, space or property list; closed when it goes out of scope.
class Hdf5Handle {
  public:
    Hdf5Handle() = default;
    Hdf5Handle(hid_t id, const std::string& doing) : id_(hdf5_check(id, doing)) {}
    Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
        std::swap(id_, other.id_);
        return *this;
    }
    ~Hdf5Handle() {
        if (id_ >= 0) H5Idec_ref(id_);  // closes an object of any kind
    }
    bool is_open() const { return id_ >= 0; }
    operator hid_t() const { return id_; }  // NOLINT: it stands for the number in every call

  private:
    hid_t id_ = H5I_INVALID_HID;
};

/// While it lives, no other thread is inside HDF5 through us, and HDF5 prints no error stacks of its own.
/// Not every HDF5 is built for threads; ours are never in a hurry here.
class Hdf5Session {
  public:
    Hdf5Session();
    ~Hdf5Session();
    Hdf5Session(const Hdf5Session&) = delete;
    Hdf5Session& operator=(const Hdf5Session&) = delete;

  private:
    std::lock_guard<std::mutex> only_one_;
    H5E_auto2_t printer_ = nullptr;
    void* printer_data_ = nullptr;
};

}  // namespace forestall
