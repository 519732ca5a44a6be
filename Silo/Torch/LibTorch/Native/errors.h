// Exceptions to texts.
#pragma once
#include <c10/util/Exception.h>
#include <cstring>
#include <new>

namespace oi {

inline void report(char** error, const char* text) { *error = strdup(text); }

// Runs `body`; an exception becomes `*error` and a value-initialised result.
template <class Body>
auto guarded(char** error, Body body) -> decltype(body()) {
    *error = nullptr;
    try {
        return body();
    } catch (const c10::Error& e) {
        report(error, e.what_without_backtrace());
    } catch (const std::bad_alloc&) {
        report(error, "out of memory");
    } catch (const std::exception& e) {
        report(error, e.what());
    } catch (...) {
        report(error, "an exception of an unknown type");
    }
    return {};
}

} // namespace oi
