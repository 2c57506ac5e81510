;;; annexa-mode-test.el --- The mode with the real server  -*- lexical-binding: t; -*-

;; emacs -Q --batch -L editors/emacs -l editors/emacs/test/annexa-mode-test.el -f ert-run-tests-batch-and-exit
;; `annexa' has to be on the path.

(require 'ert)
(require 'annexa-mode)

(defconst annexa-test-root
  (expand-file-name "../../.." (file-name-directory (or load-file-name buffer-file-name))))

(defmacro annexa-test-with (text &rest body)
  "Visit a file with TEXT in a folder of its own and evaluate BODY."
  (declare (indent 1))
  `(let* ((folder (make-temp-file "annexa" t))
          (file (expand-file-name "smx.annexa" folder)))
     (unwind-protect
         (progn
           (with-temp-file file (insert ,text))
            (with-current-buffer (find-file-noselect file)
             ,@body))
       (delete-directory folder t))))

(defun annexa-test-wait (what condition)
  "Let the server work until CONDITION gives something; say WHAT is missing if it does not."
  (let ((end (+ (float-time) 60)) value)
    (while (not (or (setq value (funcall condition)) (> (float-time) end)))
      (accept-process-output nil 0.05))
    (or value (error "It does not come about: %s" what))))

(defconst annexa-test-head "standard SMX \"x\" {\n  sector \"x\"\n  edition 2026\n  base ISO/IEC 27002:2022\n}\n\n")

(defun annexa-test-connect ()
  "Start the server as `eglot' does, which waits for a person."
  (let ((eglot-sync-connect 60))
    (apply #'eglot--connect (eglot--guess-contact))))

(ert-deftest annexa-says-what-is-wrong ()
  (annexa-test-with (concat annexa-test-head "retain 27002 5.99 {\n  reason \"x\"\n}\n")
    (should (eq major-mode 'annexa-mode))
    (annexa-test-connect)
    (flymake-start)
    (let ((said (annexa-test-wait
                 "the diagnostic"
                 (lambda ()
                   (seq-find (lambda (it) (string-search "no provision 5.99" (flymake-diagnostic-text it)))
                             (flymake-diagnostics))))))
      (should (equal (buffer-substring (flymake-diagnostic-beg said) (flymake-diagnostic-end said)) "27002 5.99")))
    (eglot-shutdown (eglot-current-server))))

(ert-deftest annexa-completes ()
  (annexa-test-with (concat annexa-test-head "add guidance to cloud")
    (annexa-test-connect)
    (goto-char (point-max))
    (pcase-let* ((`(,start ,end ,table . ,more) (run-hook-with-args-until-success 'completion-at-point-functions))
                 (typed (buffer-substring start end))
                 (chosen (car (completion-all-completions typed table nil (length typed)))))
      ;; What choosing it from the list does.
      (completion--replace start end chosen)
      (funcall (plist-get more :exit-function) chosen 'finished)
      (should (equal (buffer-substring-no-properties (line-beginning-position) (point)) "add guidance to 27002 5.23")))
    (eglot-shutdown (eglot-current-server))))

(defun annexa-test-face (words)
  "The face of the place where WORDS begin."
  (goto-char (point-min))
  (search-forward words)
  (get-text-property (match-beginning 0) 'face))

(ert-deftest annexa-colours ()
  (annexa-test-with "// a \"remark\"\nadd note to 27002 5.1 {\n  text \"\"\"\n    One \"quoted\" mark \" and it should {27002 5.2}.\n  \"\"\"\n  rationale \"x\"\n}\n"
    (font-lock-ensure)
    (should (eq (annexa-test-face "remark") 'font-lock-comment-face))
    (should (eq (annexa-test-face "note") 'font-lock-keyword-face))
    (should (eq (annexa-test-face "text") 'font-lock-variable-name-face))
    (should (eq (annexa-test-face "quoted") 'font-lock-string-face))
    (should (equal (annexa-test-face "should") '(bold font-lock-string-face)))
    (should (equal (annexa-test-face "{27002") '(font-lock-constant-face font-lock-string-face)))
    (should (eq (annexa-test-face "rationale") 'font-lock-variable-name-face))))

(defun annexa-test-indented (text)
  "TEXT as the mode indents it."
  (with-temp-buffer
    (insert text)
    (annexa-mode)
    (indent-region (point-min) (point-max))
    (buffer-substring-no-properties (point-min) (point-max))))

(ert-deftest annexa-indents ()
  (dolist (name '("energy/energy" "cloud/cloud" "company/profile"))
    (let ((text (with-temp-buffer
                  (insert-file-contents (expand-file-name (concat "examples/" name ".annexa") annexa-test-root))
                  (buffer-string))))
      (dolist (before (list text (replace-regexp-in-string "^  sector" "      sector" text)))
        ;; Line by line, as a failure would print both texts.
        (let ((differ (lambda (found wanted) (unless (equal found wanted) found)))
              (found (split-string (annexa-test-indented before) "\n")))
          (should-not (delq nil (seq-mapn differ found (split-string text "\n")))))))))

;;; annexa-mode-test.el ends here
