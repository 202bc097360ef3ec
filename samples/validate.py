"""validate.py KEY: a risk score by Python's own library. KEY is the idempotency key, such as application-4711-1."""
import json
import os
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("FINRISK_URL", "http://127.0.0.1:7071")


def request(path, applicant=None, **headers):
    """The status, Retry-After in seconds or None, and the body of a response."""
    call = urllib.request.Request(URL + path, headers={"x-functions-key": os.environ.get("FINRISK_KEY", "none"), **headers})
    if applicant is not None:
        call.data = json.dumps(applicant).encode()
        call.add_header("Content-Type", "application/json")
    try:
        response = urllib.request.urlopen(call, timeout=40)
    except urllib.error.HTTPError as refusal:
        response = refusal
    with response:
        after = response.headers.get("Retry-After")
        return response.status, int(after) if after else None, json.load(response)


def validate(applicant, key, tries=3):
    """The response, followed to its end; sent again under the same key where the connection broke."""
    while True:
        try:
            status, after, body = request("/validate", applicant, **{"Idempotency-Key": key})
            break
        except OSError:
            tries -= 1
            if tries == 0:
                raise
            time.sleep(1)
    while status in (200, 202) and body["status"] not in ("Completed", "Failed"):
        time.sleep(after or 1)
        status, after, body = request("/validations/" + body["validationId"])
    return status, after, body


status, after, body = validate({"firstName": "Jane", "lastName": "Doe", "idNumber": "8001015009087"}, sys.argv[1])
score = body.get("result", body)
if status == 200 and score.get("status") == "Completed":
    print("degraded" if score["degradedMode"] else "scored", score["riskScore"], score["riskLevel"])
else:
    problem = body.get("problem", body)
    print(f"refused {problem['code']}, retryable {problem['retryable']}, retry after {after or 'unknown'} s")
