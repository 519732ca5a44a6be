// The C ABI between the server and libtorch: load a TorchScript program, run it, own its outputs.
//
// Rules that hold for every function:
// - No C++ exception crosses. What can fail takes `char** error`: null after success, else a text for oi_text_free.
// - Strings are UTF-8 and end with a zero byte. Pointers to names belong to the object that they came from.
// - A program may be used by one thread at a time, unless oi_unshared_reason is null; different programs by different threads at once.
// - Element types are the numbers of c10::ScalarType (Byte 0, Char 1, Short 2, Int 3, Long 4, Half 5, Float 6,
//   Double 7, Bool 11, BFloat16 15).
#pragma once
#include <stdint.h>

#define OI_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

typedef struct oi_program oi_program;
typedef struct oi_tensor oi_tensor;

// What an argument of `forward` takes.
enum oi_kind {
    OI_TENSOR = 0,
    OI_INT = 1,
    OI_FLOAT = 2,
    OI_BOOL = 3,
    OI_OTHER = 4, // cannot be passed
};

// One argument of `forward`, without `self`.
typedef struct {
    const char* name;
    const char* type;      // as TorchScript writes it, such as Optional[Tensor]
    int32_t kind;          // oi_kind
    int32_t optional;      // 1: has a default, or is Optional[...]
} oi_argument;

// Ways to run a program other than frozen and else as it is.
enum oi_way {
    OI_OPTIMIZE_FOR_INFERENCE = 0,  // torch::jit::optimize_for_inference
    OI_CHANNELS_LAST = 1,           // inputs and constants of four dimensions lie in memory with the second dimension last
};

// An input: dense, row-major memory of the caller's, used in place. `data` null: the argument is left out.
typedef struct {
    const void* data;
    const int64_t* shape;
    int32_t rank;
    int32_t type;
} oi_input;

// An output: dense, row-major memory that `tensor` owns. Take it by setting `tensor` to null before oi_outputs_free.
typedef struct {
    oi_tensor* tensor;
    const void* data;
    const int64_t* shape;  // lives as long as the tensor
    const char* name;      // key of a dictionary or field of a named tuple; null where it has none
    int32_t rank;
    int32_t type;          // c10::ScalarType, also those that the protocol lacks
} oi_output;

typedef struct {
    oi_output* items;
    int64_t count;
} oi_outputs;

OI_API const char* oi_version(void);
OI_API int32_t oi_cuda_count(void);
OI_API int64_t oi_live_tensors(void);            // outputs taken or pending, not yet freed
OI_API int64_t oi_live_programs(void);           // loaded, not yet unloaded

// Threads that operations called from this thread may use.
OI_API void oi_set_threads(int32_t threads);
OI_API int32_t oi_get_threads(void);

// GFLOP/s of a product of two n × n float matrices, the best of several.
OI_API double oi_product_speed(int32_t n, char** error);

// `cuda` is the device's number, or -1 for the CPU. `type` is Float, or the element type that float parameters and inputs are converted
// to; with `restore`, outputs of that type are converted back. The program is put in evaluation mode and frozen.
OI_API oi_program* oi_load(const char* path, int32_t cuda, int32_t type, int32_t restore, char** error);
OI_API void oi_unload(oi_program* program);

// Null where passes leave no trace in the program, so that several threads may run it at once; else why they may.
OI_API const char* oi_unshared_reason(const oi_program* program);

// The same program, to be run in another way. It shares the parameters that stay as they are, and each is unloaded for itself. Only for
// programs without a trace (above).
OI_API oi_program* oi_optimize(const oi_program* program, int32_t way, char** error);

OI_API int32_t oi_argument_count(const oi_program* program);
OI_API oi_argument oi_argument_at(const oi_program* program, int32_t index);

// Outputs that the return type tells, or -1 where it does not (a list or a dictionary), with the name of each or null.
OI_API int32_t oi_return_count(const oi_program* program);
OI_API const char* oi_return_name(const oi_program* program, int32_t index);

// One forward pass in inference mode. `inputs` are in the order of the arguments, as many as there are.
OI_API oi_outputs* oi_run(const oi_program* program, const oi_input* inputs, char** error);
OI_API void oi_outputs_free(oi_outputs* outputs);
OI_API void oi_tensor_free(oi_tensor* tensor);
OI_API void oi_text_free(char* text);

#ifdef __cplusplus
}
#endif
