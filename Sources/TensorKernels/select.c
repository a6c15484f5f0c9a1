#include "TensorKernels.h"
tk_level tk_best_level(void) { return TK_BASELINE; }
const char *tk_level_name(tk_level level) { (void)level; return "baseline"; }
const tk_table_f32 *tk_select_f32(tk_level level) { (void)level; return NULL; }
const tk_table_f64 *tk_select_f64(tk_level level) { (void)level; return NULL; }
