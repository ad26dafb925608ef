#ifndef CMALLOC_SHIM_H
#define CMALLOC_SHIM_H

/* Swift's Glibc module lacks it. */
#include <malloc.h>

#endif
