// The C interface of OpenBLAS: cblas_sgemm, cblas_dgemm, and control over its threads.
#pragma once
#include <cblas.h>
