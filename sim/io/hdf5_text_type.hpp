// The type of text labels: any length, UTF-8.
#pragma once

#include "sim/io/hdf5_handle.hpp"

namespace forestall {

inline Hdf5Handle any_length_text_type() {
    Hdf5Handle type(H5Tcopy(H5T_C_S1), "copy the text type");
    hdf5_check(H5Tset_size(type, H5T_VARIABLE), "let a text have any length");
    hdf5_check(H5Tset_cset(type, H5T_CSET_UTF8), "set the encoding of a text");
    return type;
}

}  // namespace forestall
