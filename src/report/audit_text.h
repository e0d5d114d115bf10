/* report/audit_text - an audit for people: what to look at first, and what keeps those bytes. */
#ifndef HW_REPORT_AUDIT_TEXT_H
#define HW_REPORT_AUDIT_TEXT_H

#include "model/writer.h"

extern const hw_audit_writer hw_audit_writer_text;

#endif
