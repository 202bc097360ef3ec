using System.Runtime.InteropServices;

namespace FinRisk.Contract.Tests.Harness;

/// <summary>
/// The functions of pact_ffi that are used here. A pact's handle is a struct of 16 bits, an interaction's one of 32, and a
/// <c>bool</c> one byte.
/// </summary>
internal static partial class PactNative
{
    /// <summary>The name that <see cref="PactLibrary"/> resolves.</summary>
    public const string Library = "pact_ffi";

    /// <summary>Version 4 of the Pact specification, as pact_ffi numbers it.</summary>
    public const int SpecificationV4 = 5;

    static PactNative() => PactLibrary.Register();

    /// <summary>The part of an interaction that a header or a body belongs to.</summary>
    internal enum Part
    {
        /// <summary>What the consumer sends.</summary>
        Request = 0,

        /// <summary>What the provider sends.</summary>
        Response = 1,
    }

    [LibraryImport(Library, EntryPoint = "pactffi_new_pact", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ushort NewPact(string consumer, string provider);

    [LibraryImport(Library, EntryPoint = "pactffi_free_pact_handle")]
    internal static partial uint FreePact(ushort pact);

    [LibraryImport(Library, EntryPoint = "pactffi_with_specification")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool WithSpecification(ushort pact, int version);

    [LibraryImport(Library, EntryPoint = "pactffi_new_interaction", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint NewInteraction(ushort pact, string description);

    [LibraryImport(Library, EntryPoint = "pactffi_given", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool Given(uint interaction, string state);

    [LibraryImport(Library, EntryPoint = "pactffi_with_request", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool WithRequest(uint interaction, string method, string path);

    [LibraryImport(Library, EntryPoint = "pactffi_with_header_v2", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool WithHeader(uint interaction, Part part, string name, nuint index, string value);

    [LibraryImport(Library, EntryPoint = "pactffi_with_body", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool WithBody(uint interaction, Part part, string contentType, string body);

    [LibraryImport(Library, EntryPoint = "pactffi_response_status")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool ResponseStatus(uint interaction, ushort status);

    /// <summary>The port of the mock server that was started, or a negative number.</summary>
    [LibraryImport(
        Library, EntryPoint = "pactffi_create_mock_server_for_transport", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int CreateMockServer(
        ushort pact, string address, ushort port, string transport, string? configuration);

    /// <summary>What did not match, as a JSON array; owned by the mock server.</summary>
    [LibraryImport(Library, EntryPoint = "pactffi_mock_server_mismatches")]
    internal static partial nint MockServerMismatches(int port);

    [LibraryImport(Library, EntryPoint = "pactffi_cleanup_mock_server")]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool CleanUpMockServer(int port);

    /// <summary>Adds the pact's interactions to its file in a folder; 0 where that was done.</summary>
    [LibraryImport(Library, EntryPoint = "pactffi_pact_handle_write_file", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int WriteFile(ushort pact, string folder, [MarshalAs(UnmanagedType.U1)] bool overwrite);

    [LibraryImport(Library, EntryPoint = "pactffi_verifier_new_for_application", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint NewVerifier(string name, string version);

    [LibraryImport(Library, EntryPoint = "pactffi_verifier_shutdown")]
    internal static partial void ShutDownVerifier(nint verifier);

    [LibraryImport(Library, EntryPoint = "pactffi_verifier_set_provider_info", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProvider(nint verifier, string name, string scheme, string host, ushort port, string path);

    /// <summary>Where states are set: a POST with the state in its JSON body.</summary>
    [LibraryImport(Library, EntryPoint = "pactffi_verifier_set_provider_state", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetProviderStates(nint verifier, string url, byte tearDown, byte asBody);

    /// <summary>Leaves out the interactions whose description the pattern does not match.</summary>
    [LibraryImport(Library, EntryPoint = "pactffi_verifier_set_filter_info", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetFilter(nint verifier, string descriptionPattern, string? state, byte withoutState);

    /// <summary>A header that goes out with every request, in place of the pact's own of that name.</summary>
    [LibraryImport(Library, EntryPoint = "pactffi_verifier_add_custom_header", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void AddHeader(nint verifier, string name, string value);

    [LibraryImport(Library, EntryPoint = "pactffi_verifier_add_file_source", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void AddFile(nint verifier, string file);

    [LibraryImport(Library, EntryPoint = "pactffi_verifier_set_no_pacts_is_error")]
    internal static partial void SetNoPactsIsError(nint verifier, byte isError);

    /// <summary>0 where the provider keeps the pact, 1 where it does not, else a fault of the call.</summary>
    [LibraryImport(Library, EntryPoint = "pactffi_verifier_execute")]
    internal static partial int Execute(nint verifier);

    /// <summary>The report for people, to be freed with <see cref="FreeString"/>.</summary>
    [LibraryImport(Library, EntryPoint = "pactffi_verifier_output")]
    internal static partial nint Output(nint verifier, byte withoutColours);

    [LibraryImport(Library, EntryPoint = "pactffi_string_delete")]
    internal static partial void FreeString(nint text);
}
