// The public headers from C++: every struct can be made, every function can be called.
#include <heapwitness/heapwitness.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>

template <typename T> static T sized()
{
    static_assert(std::is_trivial<T>::value && std::is_standard_layout<T>::value, "plain data");
    T made = T();
    made.size = sizeof made;
    return made;
}

static hw_status append(void *ctx, const void *data, std::size_t n, hw_error *)
{
    static_cast<std::string *>(ctx)->append(static_cast<const char *>(data), n);
    return HW_OK;
}

static bool stop(void *, const hw_step_info *)
{
    return false;
}

struct closer {
    void operator()(hw_session *s) const
    {
        hw_session_free(s);
    }
};

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    hw_error err;
    hw_limits limits = sized<hw_limits>();
    hw_options options = sized<hw_options>();
    options.limits = &limits;
    hw_session *made = nullptr;
    if (hw_session_new(&options, &made, &err) != HW_OK)
        return 1;
    std::unique_ptr<hw_session, closer> s(made);
    hw_finding_info finding = sized<hw_finding_info>();
    hw_claim_info claim = sized<hw_claim_info>();
    hw_note_info note = sized<hw_note_info>();
    std::string text;
    hw_byte_sink sink = {append, &text};
    std::size_t claims = 0;
    if (hw_add_profile(s.get(), argv[1], &err) != HW_OK ||
        hw_add_claims(s.get(), argv[2], &err) != HW_OK || hw_analyse(s.get(), &err) != HW_OK ||
        hw_finding_get(s.get(), 0, &finding, &err) != HW_OK ||
        hw_claim_count(s.get(), &claims, &err) != HW_OK ||
        hw_claim_get(s.get(), 0, &claim, &err) != HW_OK ||
        hw_claim_steps(s.get(), 0, stop, nullptr, &err) != HW_OK ||
        hw_note_get(s.get(), 0, &note, &err) != HW_OK ||
        hw_report_write(s.get(), "text", &sink, &err) != HW_OK) {
        char why[1200];
        hw_error_describe(&err, why, sizeof why);
        std::fprintf(stderr, "consumer.cpp: %s\n", why);
        return 1;
    }
    const std::string said(claim.text.at, claim.text.len);
    if (said.empty() || claims < 20 || text.find(finding.function) == std::string::npos) {
        std::fprintf(stderr, "consumer.cpp: not what was recorded\n");
        return 1;
    }
    std::printf("heapwitness %s\n", hw_version());
    return 0;
}
