using System.Text;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>A caller of FinRisk. Several hosts are used in turn, as a load balancer would.</summary>
/// <param name="hosts">Their addresses.</param>
/// <param name="key">The caller's key, where they demand one.</param>
/// <param name="patient">
/// Asks for a long wait where a test says nothing of it. How fast a host that runs already answers is up to its machine: a 202
/// after the usual wait is as good as the answer, but tells a test less.
/// </param>
internal sealed class FinRiskClient(IReadOnlyList<Uri> hosts, string? key, bool patient = false)
{
    /// <summary>Shorter than <see cref="Wire"/>'s own patience.</summary>
    private const string LongWait = "wait=50";

    private int turn;

    public FinRiskClient(Uri host)
        : this([host], key: null)
    {
    }

    /// <summary>Sees every answer before its test does; the acceptance suite holds it against the document.</summary>
    public static Func<Uri, HttpMethod, Answer, Task>? Answered { get; set; }

    /// <summary>The first of the hosts.</summary>
    public Uri FirstHost => hosts[0];

    /// <summary>The caller's key; null where none is sent.</summary>
    public string? Key => key;

    /// <summary>The same hosts, another caller.</summary>
    public FinRiskClient As(string? otherKey) => new(hosts, otherKey, patient);

    /// <summary>The same caller, who waits as long as any does who says nothing of it.</summary>
    public FinRiskClient WithTheUsualWait() => new(hosts, key);

    /// <summary>The same caller, of one host: for what names the host's own address.</summary>
    public FinRiskClient OnFirstHost() => new([hosts[0]], key, patient);

    /// <summary>Asks for a validation.</summary>
    public Task<Answer> ValidateAsync(Applicant applicant, params (string Name, string Value)[] headers)
    {
        PersonalData.Mark(applicant.FirstName, applicant.LastName, applicant.IdNumber);
        return PostAsync(applicant.ToJson(), headers);
    }

    /// <summary>Posts a body as JSON, whatever it is.</summary>
    public Task<Answer> PostAsync(string body, params (string Name, string Value)[] headers) =>
        PostAsync(Encoding.UTF8.GetBytes(body), "application/json", headers);

    /// <summary>Posts bytes with a content type, or without one.</summary>
    public Task<Answer> PostAsync(byte[] body, string? contentType, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return SendAsync(HttpMethod.Post, "/validate", content, headers);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, content: null, headers);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var host = hosts[(int)((uint)Interlocked.Increment(ref turn) % hosts.Count)];
        using var request = new HttpRequestMessage(method, new Uri(host, path)) { Content = content };
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        if (patient && method == HttpMethod.Post && !headers.Any(header => header.Name is "Prefer"))
            request.Headers.Add("Prefer", LongWait);
        foreach (var (name, value) in headers)
        {
            if (name is "Idempotency-Key")
                PersonalData.Mark(value.Trim('"'));
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), $"The header {name} cannot be sent.");
        }

        if (content is not null && content.Headers.ContentLength is null)
            request.Headers.TransferEncodingChunked = true;
        var answer = await Wire.SendAsync(request);
        await (Answered?.Invoke(host, method, answer) ?? Task.CompletedTask);
        return answer;
    }
}
