// Functions that are worth compiling twice: for any x86-64 and for processors with 256-bit vectors; the
// loader picks. The bits are the same either way, because no multiplication is fused with an addition
// (-ffp-contract=off).
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&     \
    !defined(__SANITIZE_THREAD__)
#define FORESTALL_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define FORESTALL_VECTOR_CLONES
#endif
