using System.Net;
using System.Net.Http.Headers;

namespace FinRisk.Acceptance.Tests.Http;

/// <summary>JSON sent in chunks, its length not known beforehand.</summary>
internal sealed class UnannouncedContent : HttpContent
{
    private readonly byte[] body;

    public UnannouncedContent(byte[] body)
    {
        this.body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
